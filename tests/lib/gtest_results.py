"""Counts single tests: gtest_results.py CTEST_REPORT DIRECTORY

CTEST_REPORT is ctest's --output-junit, one case for every GoogleTest program; DIRECTORY holds the report of each program, PROGRAM.xml.
Prints `PASSED FAILED`, then a line for everything that failed. A test that was skipped or is disabled has shown nothing and counts as
failed. A program that ended with an error and names no failed test, or left no report (a crash, a time limit, an early exit), counts as one
failure.
"""

import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def fault_of(case):
    """What is wrong with a test of a program's report; empty where it passed."""
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.get("status") != "run" or case.get("result") != "completed":
        return f"did not run ({case.get('status')}, {case.get('result')})"
    return ""


def count_program(program, ctest_status, report):
    """How many tests of a program passed, and a line for each one that did not."""
    try:
        cases = list(xml.parse(report).iter("testcase"))
    except (OSError, xml.ParseError):
        return 0, [f"{program} left no report (ctest: {ctest_status})"]
    if not cases:
        return 0, [f"{program} has no test"]
    faults = [f"{program} {case.get('classname')}.{case.get('name')} {fault}" for case in cases if (fault := fault_of(case))]
    if ctest_status != "run" and not faults:
        faults = [f"{program} ended with an error though its tests passed (ctest: {ctest_status})"]
        return len(cases), faults
    return len(cases) - len(faults), faults


def main():
    ctest_report, directory = sys.argv[1:]
    passed, faults = 0, []
    for case in xml.parse(ctest_report).iter("testcase"):
        good, bad = count_program(case.get("name"), case.get("status"), Path(directory) / f"{case.get('name')}.xml")
        passed += good
        faults += bad
    print(passed, len(faults))
    print("".join(f"{fault}\n" for fault in faults), end="")


main()
