#!/usr/bin/env python3
"""Turns the measurements of one run into the table that people read and the file that programs read.

    report.py MEASUREMENTS FIGURES_JSON

A measurement is a line of JSON: name, callers, round, and what was seen. Where there were several rounds, the median counts; of a
ratio that of the rounds' ratios, since what is compared was measured right after each other in each round, and the machine's speed
drifts between them.
"""
import json
import statistics
import sys

SERVICES = ("submission", "evaluation", "expert", "notification")


class Figures:
    def __init__(self, lines):
        self.seen = {}
        for line in lines:
            entry = json.loads(line)
            key = (entry["name"], entry["callers"])
            for name, value in entry.items():
                if name not in ("name", "callers", "round"):
                    self.seen.setdefault(key, {}).setdefault(name, []).append(value)

    def get(self, name, callers, value):
        """The median over the rounds; None where it was not measured."""
        values = self.all(name, callers, value)
        return statistics.median(values) if values else None

    def all(self, name, callers, value):
        """Of each round, in order."""
        return self.seen.get((name, callers), {}).get(value, [])


# What is shown of the loads: title, measurement, callers.
LOADS = [
    ("SubmitReturn", "submit", (1, 8, 64)),
    ("  pgbench, one bare row", "bare", (1, 8, 64)),
    ("  pgbench, the same statements", "same", (1, 8, 64)),
    ("  SubmitReturn without grouping", "ungrouped", (1,)),
    ("  SubmitReturn served by Node", "node", (64,)),
    ("SubmitReturn, one replica", "replicas 1 refused 0", (64,)),
    ("  2 % refused", "replicas 1 refused 0.02", (64,)),
    ("SubmitReturn, two replicas", "replicas 2 refused 0", (64,)),
    ("  2 % refused", "replicas 2 refused 0.02", (64,)),
    ("SubmitReturn, the memory's load", "memory load", (64,)),
    ("BatchSubmitReturns, one stream", "stream", (1,)),
    ("  COPY of the same rows", "copy", (1,)),
    ("PublishRecords, one stream", "records", (1,)),
    ("  COPY of the same rows", "records copy", (1,)),
    ("changed verdict, after the answer", "verdict", (1,)),
    ("GetScorecard", "scorecard", (64,)),
    ("  echo of the same size", "echo", (64,)),
]


def targets(figures):
    """What was wanted: title, the relation, the bound, what was seen in each round, its unit."""

    def ratio(ours, peer, callers, value="per_second"):
        return [a / b for a, b in zip(figures.all(ours, callers, value), figures.all(peer, callers, value)) if b]

    yield "SubmitReturn ÷ bare rows, 64 callers", ">=", 1.0, ratio("submit", "bare", 64), "×"
    yield "SubmitReturn ÷ same statements, 64 callers", ">=", 2.0, ratio("submit", "same", 64), "×"
    yield "SubmitReturn ÷ Node, 64 callers", ">=", 5.0, ratio("submit", "node", 64), "×"
    for refused in ("0", "0.02"):
        yield (f"two replicas ÷ one, {float(refused):.0%} refused", ">=", 1.0,
               ratio(f"replicas 2 refused {refused}", f"replicas 1 refused {refused}", 64), "×")
    micros = ("replicas 2 refused 0.02", 64)
    yield ("processor per call, service + PostgreSQL, two replicas, 2 % refused", "<=", 150.0,
           [a + b for a, b in zip(figures.all(*micros, "service_micros"), figures.all(*micros, "postgresql_micros"))], "µs")
    yield "p50 of a lone caller ÷ without grouping", "<=", 1.3, ratio("submit", "ungrouped", 1, "p50_ms"), "×"
    yield "streaming batch ÷ COPY", ">=", 0.5, ratio("stream", "copy", 1), "×"
    yield "stream of records ÷ COPY", ">=", 0.5, ratio("records", "records copy", 1), "×"
    yield "GetScorecard ÷ echo, 64 callers", ">=", 0.8, ratio("scorecard", "echo", 64), "×"
    yield "p99 from SubmitReturn's answer to the changed verdict", "<=", 50.0, figures.all("verdict", 1, "p99_ms"), "ms"
    before, after = figures.all("memory before", 0, "mib"), figures.all("memory after", 0, "mib")
    calls = figures.get("memory load", 64, "calls")
    yield (f"memory of submission after {calls} more filings ÷ before", "<=", 1.1,
           [b / a for a, b in zip(before, after)], "×")
    for service in SERVICES:
        yield f"{service}: ready after start", "<=", 0.5, figures.all(f"ready {service}", 0, "seconds"), "s"
    for service in SERVICES:
        yield f"{service}: memory at rest", "<=", 40.0, figures.all(f"idle {service}", 0, "mib"), "MiB"


def print_loads(figures):
    print(f"\n{'':36}{'callers':>8}{'per second':>12}{'mean ms':>10}{'p50 ms':>10}{'p99 ms':>10}")
    for title, name, all_callers in LOADS:
        for callers in all_callers:
            values = [figures.get(name, callers, value) for value in ("per_second", "mean_ms", "p50_ms", "p99_ms")]
            if values[0] is None:
                continue
            shown = [f"{values[0]:12,.0f}"] + ["" if value is None else f"{value:.2f}" for value in values[1:]]
            print(f"{title:36}{callers:8}{shown[0]}{shown[1]:>10}{shown[2]:>10}{shown[3]:>10}")


def print_targets(rows):
    print(f"\n{'':56}{'wanted':>12}{'seen':>12}{'':8}{'in single rounds':>18}")
    for row in rows:
        seen = "not seen" if row["seen"] is None else f"{row['seen']:.2f} {row['unit']}"
        wanted = f"{row['relation'].replace('>=', '≥').replace('<=', '≤')} {row['bound']:g} {row['unit']}"
        verdict = {True: "met", False: "MISSED", None: ""}[row["met"]]
        turns = f"{min(row['rounds']):.2f} … {max(row['rounds']):.2f}" if len(row["rounds"]) > 1 else ""
        print(f"{row['target']:56}{wanted:>12}{seen:>12}  {verdict:6}{turns:>18}".rstrip())


def main():
    with open(sys.argv[1], encoding="utf-8") as measurements:
        lines = measurements.read().splitlines()
    figures = Figures(lines)
    rows = []
    for title, relation, bound, rounds, unit in targets(figures):
        seen = statistics.median(rounds) if rounds else None
        met = None if seen is None else (seen >= bound if relation == ">=" else seen <= bound)
        rows.append({"target": title, "relation": relation, "bound": bound, "seen": seen, "rounds": rounds, "unit": unit, "met": met})
    print_loads(figures)
    print_targets(rows)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"targets": rows, "measurements": [json.loads(line) for line in lines]}, file, ensure_ascii=False, indent=1)
    print(f"\nMedians of the rounds; every measurement is in {sys.argv[2]}")
    return 0 if all(row["met"] is not None for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
