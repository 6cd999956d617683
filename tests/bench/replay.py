#!/usr/bin/env python3
"""Makes a pgbench script of the last transaction in a PostgreSQL log (log_statement = all) that filed a return.

Every transaction of the script sends the statements that the service sent, prepared once for each client, with the recorded
parameters; what must be new each time (obligation, ledger sequence, request id) is drawn by pgbench, and none asks whether the ledger
still ends where its batch began. Run it with
`--protocol=simple --define=prepared=0 --define=n=N`, N beyond whatever an earlier run has reached: the time in microseconds will do.
"""
import argparse
import re
import sys

LINE = re.compile(r"^\S+ \S+ \S+ \[(\d+)\] .*?(LOG|DETAIL):  (.*)$")
EXECUTE = re.compile(r"^execute (\w+): (.*)$")
PARAMETER = re.compile(r"\$\d+ = ('(?:[^']|'')*'|NULL)")
WHERE_IT_BEGAN = " AND coalesce(h.entry_hash, '') = u.before"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def transactions(log):
    """The committed transactions, each a list of [name, sql, parameters]."""
    open_work = {}
    for line in log:
        match = LINE.match(line.rstrip("\n"))
        if match is None:
            continue
        process, kind, text = match.groups()
        execute = EXECUTE.match(text)
        if kind == "DETAIL" and text.startswith("parameters: ") and open_work.get(process):
            open_work[process][-1][2] = PARAMETER.findall(text)
        elif execute is not None and process in open_work:
            open_work[process].append([execute.group(1), execute.group(2), []])
        elif text.startswith("statement: BEGIN"):  # and what follows: the trace
            open_work[process] = []
        elif text == "statement: COMMIT" and process in open_work:
            yield open_work.pop(process)


def renew(parameter, arguments):
    """The parameter with what must differ between transactions as pgbench's variables."""
    if parameter in (f"'{arguments.sequence}'", f"'{{{arguments.sequence}}}'"):
        return parameter.replace(str(arguments.sequence), ":sequence")
    parameter = parameter.replace(arguments.obligation, ":period-:region-industry-:industry")
    return UUID.sub(":request_head-0000-4000-8000-:request_tail", parameter)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--obligation", required=True, help="id of the obligation that was filed for")
    parser.add_argument("--sequence", required=True, type=int, help="sequence of the ledger entry that was made")
    parser.add_argument("--regions", required=True, type=int)
    parser.add_argument("--industries", required=True, type=int)
    arguments = parser.parse_args()

    filings = [work for work in transactions(sys.stdin) if any("INSERT INTO ledger" in sql for _, sql, _ in work)]
    if not filings:
        sys.exit("the log holds no filing")
    statements = filings[-1]
    print(r"\if :prepared")
    print(r"\else")
    for name, sql, _ in statements:
        print(f"PREPARE {name} AS {sql.replace(WHERE_IT_BEGAN, '')};")
    print(r"\set prepared 1")
    print(r"\endif")
    print(r"\set n :n + 1")
    print(r"\set sequence :n * 100 + :client_id")
    print(r"\set period random(2020, 2021)")
    print(rf"\set region random(100000, {100000 + arguments.regions - 1})")
    print(rf"\set industry random(1, {arguments.industries})")
    print(r"\set request_head :n / 100000000")  # ids side by side, as those of version 7 are
    print(r"\set request_tail 100000000000 + :n % 100000000 * 1000 + :client_id")
    print("BEGIN;")
    for name, _, parameters in statements:
        print(f"EXECUTE {name}({', '.join(renew(parameter, arguments) for parameter in parameters)});")
    print("COMMIT;")


if __name__ == "__main__":
    main()
