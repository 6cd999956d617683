#!/usr/bin/env python3
"""Writes the demonstration's records: a small city's tables as lib/synthetic_city.py invents them, with contradictions among them, and
three pairs of records that may be of one person.

demo_records.py FOLDER TODAY: as synthetic_city.py, with far fewer rows. The seed is fixed; the same day gives the same files.
"""
import csv
import datetime
import re
import sys
from pathlib import Path

import synthetic_city as city

SIZES = {"PERSONS": 260, "EMPLOYERS": 12, "KEY_PERSONS": 60, "ACCIDENTS": 24, "CARDS": 12, "OTHER_INJURIES": 12, "CONCEALED": 1, "UNAPPLIED": 3,
         "UNDATED": 1, "UNDECIDED": 2, "UNRECOGNISED": 2, "UNTRAINED": 2, "OUT_OF_POSITION": 1}
UNCERTAIN = 3


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def blur(folder):
    """Takes from casualties what tells people apart: a name, a day and an employer in short are left, which may be another person's."""
    path = folder / "accidents-housing.csv"
    accidents, left = rows_of(path), UNCERTAIN
    injured = {row["姓名"] for row in rows_of(folder / "injuries.csv")}
    for row in accidents:
        alone = sum(other["事故编号"] == row["事故编号"] for other in accidents) == 1
        if left > 0 and alone and row["伤亡人员"] in injured:
            row["身份证号"] = row["联系电话"] = ""
            row["事故单位"] = re.sub("^高平市|(集团)?有限(责任)?公司$", "", row["事故单位"])
            left -= 1
    city.write(path, accidents)


def rename(folder):
    """Every record under a name of the demonstration's own: the main job's city may be in the same register, with the same numbers."""
    for path in folder.glob("*.csv"):
        rows = rows_of(path)
        number = next(iter(rows[0]))
        city.write(path, [{**row, number: f"YS-{row[number]}"} for row in rows])


def main():
    for name, size in SIZES.items():
        setattr(city, name, size)
    folder, today = Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2])
    invented = city.City(today)
    invented.write_persons(folder)
    invented.write_training(folder)
    invented.write_accidents_and_injuries(folder)
    invented.write_cards(folder)
    blur(folder)
    city.write(folder / "employers.csv", [
        {"编号": f"E{number:03d}", "统一社会信用代码": one["code"], "单位名称": one["name"], "登记状态": "存续", "职工人数": 40 + number * 17, "行业": one["industry"]}
        for number, one in enumerate(invented.employers)])
    rename(folder)


main()
