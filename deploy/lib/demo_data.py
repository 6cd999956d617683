#!/usr/bin/env python3
"""Writes the demonstration's plan and figures: the sample plan as a city of today, with made-up data.

  demo_data.py plan SAMPLE     the plan (textproto): the sample, renamed, with requests around today's date
  demo_data.py region SAMPLE   a plan of the city above for its counties (textproto): two industries, one indicator
  demo_data.py counties        one line for each of their returns: REGION DEPARTMENT INDUSTRY PERIOD FIGURE=VALUE...
  demo_data.py filings         one line for each return: STEP INDUSTRY PERIOD FIGURE=VALUE...
  demo_data.py experts         one line for each expert: NUMBER DEPARTMENT BIRTH SEQUENCE GRADE NAME

The seed is fixed: every run writes the same figures. STEP says what becomes of a return: accepted, filed, signed, unsigned, sent-back, draft.
"""
import datetime
import random
import re
import sys

TODAY = datetime.date.today()
BASE_INDUSTRIES = {  # injuries, insured
    "hazardous-chemicals": (9, 5213),
    "coal-mining": (97, 21437),
    "non-coal-mining": (8, 1911),
    "construction": (43, 13829),
    "transportation": (34, 9742),
    "machinery-manufacturing": (53, 17451),
}
POSITIONS = ["enterprise-principals", "principals", "managers", "team-leaders"]
# Per year; construction rises, so that not everything goes well.
COURSE = {"construction": 1.03, "coal-mining": 0.93}
COVERAGE = {"hazardous-chemicals": 0.93, "coal-mining": 0.88, "non-coal-mining": 0.83, "construction": 0.71, "transportation": 0.8,
            "machinery-manufacturing": 0.86, "dust-exposed": 0.81, "instant-delivery": 0.62}
EMERGENCY = ["hazardous-chemicals", "coal-mining", "non-coal-mining", "machinery-manufacturing"]


def date(name, day):
    return f"{name} {{ year: {day.year} month: {day.month} day: {day.day} }}"


def later(days):
    return TODAY + datetime.timedelta(days=days)


def request(period, industries, figures, due, open_date=None, final_due=None, sign=False):
    lines = [f'  period: "{period}"']
    lines += [f'  industries: "{industry}"' for industry in industries]
    lines += [f'  figures: "{figure}"' for figure in figures]
    lines.append("  " + date("due_date", due))
    if open_date:
        lines.append("  " + date("open_date", open_date))
    if final_due and due <= datetime.date(int(period), 12, 31):
        lines += ["  provisional: true", "  " + date("final_due_date", final_due)]
    if sign:
        lines.append("  needs_sign_off: true")
    return "data_requests {\n" + "\n".join(lines) + "\n}\n"


def coverage():
    return [f"{position}-{word}" for position in POSITIONS for word in ("required", "trained")]


def requests():
    """What is owed: history and base these days, this year's provisional figures with their final ones, and the years to come."""
    industries = list(BASE_INDUSTRIES)
    text = ""
    for period in ("2023", "2024"):
        text += request(period, industries, ["injuries", "insured"], later(9))
        text += request(period, ["dust-exposed"], ["pneumoconiosis-short-exposure", "pneumoconiosis-cases"], later(9))
    text += request("2025", industries, ["injuries", "insured"], later(9))
    text += request("2025", ["instant-delivery"], ["platform-injuries"], later(-12))
    text += request("2025", ["dust-exposed"], ["pneumoconiosis-short-exposure", "pneumoconiosis-cases"], later(-4))
    figures = ["injuries", "insured"] + coverage()
    final = datetime.date(2027, 2, 28)
    text += request("2026", EMERGENCY, figures, later(3), later(-20), final, sign=True)
    text += request("2026", ["construction"], figures, later(5), later(-20), final)
    text += request("2026", ["transportation"], figures, later(16), later(-20), final)
    text += request("2026", ["dust-exposed"], ["pneumoconiosis-short-exposure", "pneumoconiosis-cases"] + coverage(), later(6), later(-20), final)
    text += request("2026", ["instant-delivery"], ["platform-injuries"] + coverage(), later(30), later(-20), final)
    for year in range(2027, 2031):
        due = datetime.date(year + 1, 3, 1) - datetime.timedelta(days=1)
        text += request(str(year), industries, figures, due)
        text += request(str(year), ["instant-delivery"], ["platform-injuries"] + coverage(), due)
        text += request(str(year), ["dust-exposed"], ["pneumoconiosis-short-exposure", "pneumoconiosis-cases"] + coverage(), due)
    return text


def period(year):
    return (f'periods {{\n  id: "{year}"\n  names {{ zh: "{year}年度" en: "{year}" }}\n  start_date {{ year: {year} month: 1 day: 1 }}\n'
            f"  end_date {{ year: {year} month: 12 day: 31 }}\n}}\n")


def task(number, text, english, owner, due):
    return (f'tasks {{\n  id: "task-{number}"\n  text {{ zh: "{text}" en: "{english}" }}\n  owners: "{owner}"\n  period: "2026"\n'
            f"  {date('due_date', due)}\n}}\n")


def tasks():
    return (task(1, "制定年度工伤预防宣传方案", "Draw up the year's publicity plan", "hrss", later(-6)) +
            task(2, "开展重点行业联合检查", "Carry out a joint inspection of key industries", "emergency", later(4)) +
            task(3, "建筑施工班组长全员培训", "Train all team leaders in construction", "housing", later(20)) +
            task(4, "涉尘企业职业健康检查", "Occupational-health checks in dust-exposed firms", "health", later(33)))


POOL = """
pools {
  id: "professional"
  names { zh: "工伤预防专家库" en: "Work-injury prevention experts" }
  target_size: 20
  specialties { id: "prevention" names { zh: "工伤预防" en: "Work-injury prevention" } }
  specialties { id: "work-safety" names { zh: "安全生产" en: "Work safety" } }
  specialties { id: "occupational-health" names { zh: "职业卫生" en: "Occupational health" } }
  term_months: 36
  age_limit: 70
  minimum_panel_size: 3
  conflict_years: 3
  draw_needs_observer: true
  qualifications { title_grade: "associate-senior" }
  qualifications { title_grade: "intermediate" practice_years: 8 }
  yearly_seat_limit: 12
  bar_months: 36
  low_score: 60
}

"""


def plan(sample):
    text = open(sample, encoding="utf-8").read()
    text = text.replace('"plans/sample-2026-2030"', '"plans/demo-2026-2030"')
    text = re.sub(r"title \{.*?\n\}", 'title {\n  zh: "工伤预防五年行动计划（2026-2030年）演示数据"\n'
                  '  en: "Work-injury prevention five-year action plan (2026-2030), demonstration data"\n}', text, count=1, flags=re.S)
    text = re.sub(r"issue_date \{[^}]*\}", date("issue_date", later(-60)), text, count=1)
    text = text.replace("periods {\n", period(2023) + period(2024) + "periods {\n", 1)
    text = re.sub(r"(data_requests|tasks|pools) \{\n.*?\n\}\n", "", text, flags=re.S)
    text = text.replace("reminder_stages {", requests() + tasks() + POOL + "reminder_stages {", 1)
    return text


COUNTIES = {"140502": ("城区", "Chengqu"), "140521": ("沁水县", "Qinshui"), "140522": ("阳城县", "Yangcheng"), "140524": ("陵川县", "Lingchuan"),
            "140525": ("泽州县", "Zezhou"), "140581": ("高平市", "Gaoping")}


def region_plan(sample):
    text = open(sample, encoding="utf-8").read()
    text = text.replace('"plans/sample-2026-2030"', '"plans/demo-jincheng-2026"')
    text = re.sub(r"title \{.*?\n\}", 'title {\n  zh: "晋城市重点行业工伤预防（2026年）演示数据"\n  en: "Work-injury prevention in Jincheng, 2026, demonstration data"\n}',
                  text, count=1, flags=re.S)
    text = re.sub(r"issue_date \{[^}]*\}", date("issue_date", later(-90)), text, count=1)
    regions = "".join(f'regions {{ code: "{code}" names {{ zh: "{zh}" en: "{en}" }} }}\n' for code, (zh, en) in COUNTIES.items())
    text = re.sub(r"regions \{ code.*\n", regions, text, count=1)
    text = text.replace('  role: DEPARTMENT_ROLE_LEAD\n', '  role: DEPARTMENT_ROLE_LEAD\n  acting_region: "140500"\n', 1)
    text = re.sub(r"targets \{.*\n", "", text)
    text = re.sub(r"(data_requests|tasks|pools|assessment) \{\n.*?\n\}\n", "", text, flags=re.S)
    industries = ["coal-mining", "construction"]
    chosen = " ".join(f'industries: "{industry}"' for industry in industries)
    target = f'targets {{ indicator: "incidence-rate" period: "2026" {chosen} reduce_by {{ percent: "2" base_period: "2025" }} }}\n'
    due = request("2025", industries, ["injuries", "insured"], later(9)) + request("2026", industries, ["injuries", "insured"], later(16), later(-20), datetime.date(2027, 2, 28))
    return text.replace("reminder_stages {", target + due + "reminder_stages {", 1)


def counties():
    rng = random.Random(140500)
    for code in COUNTIES:
        for industry, department in (("coal-mining", "emergency"), ("construction", "housing")):
            insured = rng.randint(4000, 12000)
            injuries = insured * rng.uniform(0.003, 0.005)
            course = rng.choice([0.9, 0.93, 0.96, 1.02])
            yield [code, department, industry, "2025", f"injuries={round(injuries)}", f"insured={insured}"]
            # One county has not filed this year's figures yet.
            if code != "140525":
                yield [code, department, industry, "2026", f"injuries={round(injuries * course)}", f"insured={insured + rng.randint(-200, 300)}"]


def trained(rng, industry):
    values = []
    for position, size in zip(POSITIONS, (37, 61, 58, 412)):
        required = rng.randint(size - size // 5, size + size // 5)
        share = min(1.0, COVERAGE[industry] * rng.uniform(0.94, 1.06))
        values += [f"{position}-required={required}", f"{position}-trained={int(required * share)}"]
    return values


def injured(rng, industry, year):
    injuries, insured = BASE_INDUSTRIES[industry]
    course = COURSE.get(industry, 0.96) ** (year - 2025)
    return [f"injuries={round(injuries * course * rng.uniform(0.97, 1.03))}", f"insured={round(insured * 1.013 ** (year - 2025) * rng.uniform(0.99, 1.01))}"]


def filings():
    rng = random.Random(140581)
    for year in (2023, 2024, 2025):
        for industry in BASE_INDUSTRIES:
            yield ["accepted", industry, str(year), *injured(rng, industry, year)]
        if year < 2025:
            yield ["accepted", "dust-exposed", str(year), f"pneumoconiosis-short-exposure={10 - (year - 2023)}", f"pneumoconiosis-cases={41 - (year - 2023)}"]
    # Past its due date: late, and waiting for the review.
    yield ["filed", "dust-exposed", "2025", "pneumoconiosis-short-exposure=8", "pneumoconiosis-cases=39"]
    steps = {"hazardous-chemicals": "signed", "coal-mining": "signed-accepted", "non-coal-mining": "unsigned", "machinery-manufacturing": "draft",
             "construction": "sent-back"}
    for industry, step in steps.items():
        yield [step, industry, "2026", *injured(rng, industry, 2026), *trained(rng, industry)]
    yield ["filed", "dust-exposed", "2026", "pneumoconiosis-short-exposure=6", "pneumoconiosis-cases=37", *trained(rng, "dust-exposed")]


NAMES = ["王建国", "李志强", "张海燕", "刘文斌", "陈晓东", "杨丽萍", "赵永刚", "黄秀英", "周国平", "吴敏", "徐立新", "孙桂兰", "马俊杰", "朱红梅"]


def experts():
    rng = random.Random(20260601)
    for number, name in enumerate(NAMES, 1):
        department = rng.choice(["emergency", "housing", "health", "transport"])
        birth = f"{rng.randint(1966, 1984)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        grade = rng.choice(["SENIOR", "ASSOCIATE_SENIOR", "ASSOCIATE_SENIOR"])
        yield [str(number), department, birth, f"{number + 100:03d}", grade, name]


def main():
    if sys.argv[1:2] == ["plan"]:
        sys.stdout.write(plan(sys.argv[2]))
    elif sys.argv[1:2] == ["region"]:
        sys.stdout.write(region_plan(sys.argv[2]))
    elif sys.argv[1:] in (["filings"], ["counties"], ["experts"]):
        for line in {"filings": filings, "counties": counties, "experts": experts}[sys.argv[1]]():
            print(*line)
    else:
        sys.exit(__doc__)


main()
