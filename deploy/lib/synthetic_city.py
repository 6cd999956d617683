#!/usr/bin/env python3
"""Invents a small city's records, as its departments would send them, with contradictions planted among them.

synthetic_city.py FOLDER TODAY: writes persons.csv (hrss), training.csv (emergency), accidents-housing.csv, accidents-transport.csv,
injuries.csv (hrss), cards.csv (health) and planted.tsv: RULE, KIND, DEPARTMENT, SOURCE_ID, CASUALTY of each contradiction. The seed is fixed, dates count back
from TODAY (YYYY-MM-DD); the same day gives the same files.

Of one year there are returns, too: filed-DEPARTMENT.csv are its accidents as they stood when the department filed, filed-injuries.csv their cases,
later-housing.csv newer versions with deaths that came later, late-transport.csv an accident that was reported after the return; returns.tsv:
DEPARTMENT, INDUSTRY, ACCIDENTS, DEATHS, INJURED that the departments file in between.

Every person is invented; numbers have valid check characters. The departments write as departments do: dates in several spellings,
characters that sound alike, numbers of 15 digits, employers without their legal form, cells left empty.
"""
import csv
import datetime
import random
import sys
from pathlib import Path

PERSONS = 2000
EMPLOYERS = 40
KEY_PERSONS = 300
ACCIDENTS = 60
CARDS = 80
OTHER_INJURIES = 150
FILED_YEAR = 2024       # of which returns are filed
FILED_ACCIDENTS = 8     # of each department that files
# Planted: three accidents that nobody reported, and forty-three others.
CONCEALED = 3
UNAPPLIED = 8          # casualties without a work-injury case
UNDATED = 2            # casualties whose case has no application
UNDECIDED = 8          # applications without a decision
UNRECOGNISED = 9       # disease cards without a case
UNTRAINED = 7          # persons in a key position without attendance
OUT_OF_POSITION = 6    # attendance of persons in no key position
LATER_DEATHS = 2       # injured who died after the return was filed; and one accident that a return does not count

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟强磊军勇杰涛明超平刚辉鹏飞斌波华建国文亮龙云峰志海洋宇浩俊博林东永生成新晨凯芳娜敏静秀丽艳娟霞英兰燕玲桂红梅莉萍婷雪慧琳珍凤"
ALIKE = [set(group) for group in ("伟炜玮", "军俊君", "国帼", "志智", "明铭", "丽莉", "芳方", "静敬", "辉晖", "华骅", "平萍", "峰锋", "波博", "英瑛", "霞侠", "洋阳扬")]
PLACES = ["米山", "马村", "野川", "寺庄", "河西", "三甲", "神农", "陈区"]
INDUSTRIES = [("建筑施工", "建筑工程"), ("建筑施工", "隧道工程"), ("交通运输", "运输"), ("交通运输", "物流")]
DEPARTMENTS = {"建筑施工": "housing", "交通运输": "transport"}
FORMS = ["有限公司", "有限责任公司", "集团有限公司"]
ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def with_check(body):
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS)) % 11]


def credit_code(number):
    body = "91140581MA0" + f"{number:06d}"
    total = sum(CODE_ALPHABET.index(c) * w for c, w in zip(body, CODE_WEIGHTS))
    return body + CODE_ALPHABET[(31 - total % 31) % 31]


class City:
    def __init__(self, today):
        self.dice = random.Random(20260601)
        self.today = today
        self.planted = []
        self.employers = []
        names = set()
        while len(self.employers) < EMPLOYERS:
            industry, word = self.dice.choice(INDUSTRIES)
            name = "高平市" + self.dice.choice(PLACES) + self.dice.choice(GIVEN) + self.dice.choice(GIVEN) + word
            if name in names:
                continue
            names.add(name)
            self.employers.append({"name": name + self.dice.choice(FORMS), "code": credit_code(len(self.employers) + 1), "industry": industry})
        self.persons = [self.person(i) for i in range(PERSONS)]
        self.free = self.persons[KEY_PERSONS:]  # to whom something may happen, each once
        self.dice.shuffle(self.free)

    def person(self, number):
        female = self.dice.random() < 0.4
        birth = datetime.date(1962, 1, 1) + datetime.timedelta(days=self.dice.randrange(14000))
        given = "".join(self.dice.choice(GIVEN) for _ in range(2 if self.dice.random() < 0.7 else 1))
        body = "140581" + birth.strftime("%Y%m%d") + f"{self.dice.randrange(500) * 2 + (0 if female else 1):03d}"
        return {"number": number, "name": self.dice.choice(FAMILY) + given, "id": with_check(body), "birth": birth,
                "phone": "13" + f"{self.dice.randrange(10**9):09d}", "employer": self.dice.choice(self.employers)}

    def ago(self, days):
        return self.today - datetime.timedelta(days=days)

    def spelled(self, day):
        return self.dice.choice([f"{day.year}-{day.month}-{day.day}", f"{day.year}年{day.month}月{day.day}日", day.strftime("%Y/%m/%d"), day.isoformat()])

    # A person as another department has written the same person down.
    def copied(self, person):
        name, number, phone = person["name"], person["id"], person["phone"]
        if self.dice.random() < 0.1:
            for group in ALIKE:
                for i, c in enumerate(name[1:], 1):
                    if c in group:
                        name = name[:i] + self.dice.choice(sorted(group)) + name[i + 1:]
        if self.dice.random() < 0.08 and person["birth"].year < 1985:
            number = number[:6] + number[8:17]
        elif self.dice.random() < 0.05:
            number = ""
        if self.dice.random() < 0.3:
            phone = ""
        employer = person["employer"]["name"]
        if self.dice.random() < 0.3:
            for form in ("集团有限公司", "有限责任公司", "有限公司"):
                employer = employer.removesuffix(form)
        birth = person["birth"]
        return {"姓名": name, "身份证号": number, "出生日期": self.spelled(birth), "联系电话": phone, "用人单位": employer,
                "统一社会信用代码": person["employer"]["code"], "行业": person["employer"]["industry"]}

    def plant(self, rule, kind, department, source, casualty=0):
        self.planted.append((rule, kind, department, source, casualty))

    def write_persons(self, folder):
        rows = []
        for p in self.persons:
            key = p["number"] < KEY_PERSONS
            rows.append({"编号": f"P{p['number']:05d}", "姓名": p["name"], "身份证号": p["id"], "出生日期": self.spelled(p["birth"]), "联系电话": p["phone"],
                         "用人单位": p["employer"]["name"], "统一社会信用代码": p["employer"]["code"], "行业": p["employer"]["industry"],
                         "重点岗位": self.dice.choice(["分管负责人", "部门负责人", "班组长"]) if key else "",
                         "到岗日期": self.spelled(self.ago(700 + self.dice.randrange(900))), "参保": "是"})
        write(folder / "persons.csv", rows)

    def write_training(self, folder):
        rows = []
        untrained = set(self.dice.sample(range(KEY_PERSONS), UNTRAINED))
        for p in self.persons[:KEY_PERSONS]:
            if p["number"] in untrained:
                self.plant("key-person-without-attendance", "person", "hrss", f"P{p['number']:05d}")
            else:
                rows.append(self.attendance(p, len(rows)))
        for _ in range(OUT_OF_POSITION):
            row = self.attendance(self.free.pop(), len(rows))
            self.plant("attendance-without-position", "training", "emergency", row["编号"])
            rows.append(row)
        self.dice.shuffle(rows)
        write(folder / "training.csv", rows)

    def attendance(self, person, number):
        return {"编号": f"T{number:05d}", **self.copied(person), "重点岗位": self.dice.choice(["分管负责人", "部门负责人", "班组长"]),
                "课程": "工伤预防与安全生产", "培训日期": self.spelled(self.ago(20 + self.dice.randrange(280))), "结果": "合格"}

    def write_accidents_and_injuries(self, folder):
        accidents, self.injuries = {"housing": [], "transport": []}, []
        casualties = []  # (person, day, department, source, number)
        for number in range(ACCIDENTS):
            source = f"SG{number:04d}"
            day = self.ago(100 + self.dice.randrange(220))
            people = [self.free.pop() for _ in range(1 + self.dice.randrange(3))]
            for one in people:  # all of one employer
                one["employer"] = people[0]["employer"]
            place = self.dice.choice(PLACES)
            department = DEPARTMENTS[people[0]["employer"]["industry"]]
            outcomes = [self.dice.choices(["死亡", "重伤", "轻伤"], [1, 3, 8])[0] for _ in people]
            for i, (one, outcome) in enumerate(zip(people, outcomes), 1):
                accidents[department].append({"事故编号": source, "发生时间": self.spelled(day) + " 10:30", "地点": place, "事故单位": one["employer"]["name"],
                                  "统一社会信用代码": one["employer"]["code"], "行业": one["employer"]["industry"], "死亡人数": outcomes.count("死亡"),
                                  "重伤人数": outcomes.count("重伤"), "轻伤人数": outcomes.count("轻伤"), "伤亡人员": one["name"],
                                  "身份证号": one["id"], "联系电话": one["phone"], "伤亡情况": outcome})
                casualties.append((one, day, department, source, i))
        chosen = self.dice.sample(casualties, UNAPPLIED + UNDATED)
        for casualty in casualties:
            person, day, department, source, number = casualty
            if casualty in chosen:
                self.plant("injured-without-application", "accident", department, source, number)
            if casualty in chosen[:UNAPPLIED]:
                continue
            self.injury(person, day, accident=True, applied=casualty not in chosen)
        for _ in range(CONCEALED):
            source = self.injury(self.free.pop(), self.ago(120 + self.dice.randrange(150)), accident=True)
            self.plant("accident-not-reported", "injury", "hrss", source)
        for _ in range(OTHER_INJURIES):
            self.injury(self.free.pop(), self.ago(130 + self.dice.randrange(200)))
        for _ in range(UNDECIDED):
            source = self.injury(self.free.pop(), self.ago(130 + self.dice.randrange(100)), decided=False)
            self.plant("application-without-decision", "injury", "hrss", source)
        for department, rows in accidents.items():
            write(folder / f"accidents-{department}.csv", rows)

    def injury(self, person, day, accident=False, disease=False, applied=True, decided=True):
        source = f"GS{len(self.injuries):05d}"
        application = day + datetime.timedelta(days=5 + self.dice.randrange(20))
        decision = application + datetime.timedelta(days=20 + self.dice.randrange(30))
        row = {"工伤编号": source, **self.copied(person), "受伤日期": self.spelled(day + datetime.timedelta(days=self.dice.choice([0, 0, 0, 0, 1]) if accident else 0)),
               "生产安全事故": "是" if accident else "否", "职业病": "是" if disease else "否",
               "申请日期": self.spelled(application) if applied else "", "结论": "认定工伤" if applied and decided else "",
               "结论日期": self.spelled(decision) if applied and decided else ""}
        self.injuries.append(row)
        return source

    def write_cards(self, folder):
        rows = []
        for number in range(CARDS):
            person, day = self.free.pop(), self.ago(120 + self.dice.randrange(200))
            source = f"ZYB{number:04d}"
            rows.append({"报告卡号": source, "姓名": person["name"], "身份证号": person["id"], "出生日期": self.spelled(person["birth"]), "联系电话": person["phone"],
                         "用人单位": person["employer"]["name"], "统一社会信用代码": person["employer"]["code"], "行业": person["employer"]["industry"],
                         "报告类别": "新病例", "病名": "矽肺", "尘肺病": "是", "期别": self.dice.choice([1, 1, 2]), "诊断日期": self.spelled(day),
                         "接尘年数": 3 + self.dice.randrange(25), "接尘月数": self.dice.randrange(12)})
            if number < UNRECOGNISED:
                self.plant("disease-without-recognition", "disease", "health", source)
            else:
                self.injury(person, day, disease=True)
        self.dice.shuffle(rows)
        write(folder / "cards.csv", rows)
        self.dice.shuffle(self.injuries)
        write(folder / "injuries.csv", self.injuries)


    # Somebody to whom nothing has happened yet, of an employer of the industry.
    def take(self, industry):
        place = next(i for i in range(len(self.free) - 1, -1, -1) if self.free[i]["employer"]["industry"] == industry)
        return self.free.pop(place)

    # An accident of the filed year: its day and its casualties with what became of them.
    def filed_accident(self, industry):
        day = datetime.date(FILED_YEAR, 1, 15) + datetime.timedelta(days=self.dice.randrange(330))
        people = [self.take(industry) for _ in range(1 + self.dice.randrange(2))]
        for one in people:
            one["employer"] = people[0]["employer"]
        return {"day": day, "place": self.dice.choice(PLACES), "people": people,
                "outcomes": [self.dice.choice(["重伤", "轻伤", "轻伤"]) for _ in people]}

    def accident_rows(self, source, accident):
        outcomes, employer = accident["outcomes"], accident["people"][0]["employer"]
        return [{"事故编号": source, "发生时间": self.spelled(accident["day"]) + " 15:20", "地点": accident["place"], "事故单位": employer["name"],
                 "统一社会信用代码": employer["code"], "行业": employer["industry"], "死亡人数": outcomes.count("死亡"), "重伤人数": outcomes.count("重伤"),
                 "轻伤人数": outcomes.count("轻伤"), "伤亡人员": one["name"], "身份证号": one["id"], "联系电话": one["phone"], "伤亡情况": outcome}
                for one, outcome in zip(accident["people"], outcomes)]

    def write_filed_year(self, folder):
        before = len(self.injuries)
        returns = []
        for department, industry, industry_id in (("housing", "建筑施工", "construction"), ("transport", "交通运输", "transportation")):
            accidents = {f"SG{FILED_YEAR}{department[0].upper()}{number:02d}": self.filed_accident(industry) for number in range(FILED_ACCIDENTS)}
            late = {f"SG{FILED_YEAR}T99": self.filed_accident(industry)} if department == "transport" else {}
            write(folder / f"filed-{department}.csv", [row for source, one in accidents.items() for row in self.accident_rows(source, one)])
            injured = sum(len(one["people"]) for one in accidents.values())
            returns.append((department, industry_id, len(accidents), 0, injured))
            for one in [*accidents.values(), *late.values()]:
                for person in one["people"]:
                    self.injury(person, one["day"], accident=True)
            if late:
                write(folder / "late-transport.csv", [row for source, one in late.items() for row in self.accident_rows(source, one)])
                self.plant("return-totals-differ", "return", department, f"{FILED_YEAR}-140581-{industry_id}")
            else:
                changed = self.dice.sample(sorted(accidents), LATER_DEATHS)
                for source in changed:
                    accidents[source]["outcomes"][0] = "死亡"
                    self.plant("death-without-return", "accident", department, source)
                write(folder / f"later-{department}.csv", [row for source in changed for row in self.accident_rows(source, accidents[source])])
        write(folder / "filed-injuries.csv", self.injuries[before:])
        with (folder / "returns.tsv").open("w", encoding="utf-8") as file:
            for filed in returns:
                file.write("\t".join(str(value) for value in filed) + "\n")


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def main():
    folder = Path(sys.argv[1])
    city = City(datetime.date.fromisoformat(sys.argv[2]))
    city.write_persons(folder)
    city.write_training(folder)
    city.write_accidents_and_injuries(folder)
    city.write_cards(folder)
    city.write_filed_year(folder)
    with (folder / "planted.tsv").open("w", encoding="utf-8") as file:
        for planted in sorted(city.planted):
            file.write("\t".join(str(value) for value in planted) + "\n")


if __name__ == "__main__":
    main()
