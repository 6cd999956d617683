"""What the services that follow submission have received and made of it, held to the ledgers: nothing is missing, nothing came twice, and what
they keep follows from it.

It goes by `services/evaluation/migrations/`, `services/notification/migrations/`, and the contracts evaluation.proto and duty.proto. The
followers must have caught up before: whoever reads while they lag sees what is missing.
"""

from collections import Counter
from fractions import Fraction

from contracts import duty_pb2, evaluation_pb2, micros, obligation_pb2, plan_pb2, return_pb2, scorecard_pb2

ATTAINED = (scorecard_pb2.RESULT_STATUS_ATTAINED, scorecard_pb2.RESULT_STATUS_PROVISIONAL_ATTAINED)
NOT_ATTAINED = (scorecard_pb2.RESULT_STATUS_NOT_ATTAINED, scorecard_pb2.RESULT_STATUS_PROVISIONAL_NOT_ATTAINED)
MICROS = "(extract(epoch FROM commit_time) * 1000000)::bigint"


def rows(cursor, statement, *values):
    cursor.execute(statement, values)
    return cursor.fetchall()


def check(cursor, ledgers, problems):
    """`ledgers`: by resource name. Prints what was compared."""
    returns = sum(check_returns(cursor, ledger, problems) for ledger in ledgers.values())
    obligations = sum(check_obligations(cursor, ledger, problems) for ledger in ledgers.values())
    results = sum(check_scorecards(cursor, ledger, problems) for ledger in ledgers.values())
    duties = sum(check_duties(cursor, ledger, problems) for ledger in ledgers.values())
    print(f"followers: {returns} changes of returns and {obligations} of obligations received once and in order, "
          f"{results} results evaluated again, {duties} duties")


def in_order(received, what, ledger, problems):
    """`received`: (resource, instant) in the order of arrival."""
    last = 0
    for resource, instant in received:
        if instant < last:
            problems.append(f"{ledger.name}: {what} of {resource} at {instant} came after a later one")
        last = max(last, instant)
    for (resource, instant), times in Counter(received).items():
        if times > 1:
            problems.append(f"{ledger.name}: {what} of {resource} at {instant} came {times} times")


def check_returns(cursor, ledger, problems):
    """Every entry that concerns a return came as one change, and no change came of anything else."""
    received = []
    for obligation, instant, document in rows(
            cursor, f"SELECT obligation, {MICROS}, document FROM evaluation.return_changes WHERE plan_id = %s ORDER BY position", ledger.plan):
        received.append((obligation, instant))
        told = return_pb2.Return.FromString(bytes(document))
        if told.obligation != obligation:
            problems.append(f"{ledger.name}: a change of {told.obligation} is kept under {obligation}")
    in_order(received, "the change", ledger, problems)
    told = set(received)
    entered = {micros(entry.commit_time) for entry in ledger.entries}
    for (sequence, _, _, return_id), entry in zip(ledger.rows, ledger.entries):
        if return_id and (f"{ledger.name}/obligations/{return_id}", micros(entry.commit_time)) not in told:
            problems.append(f"{ledger.name}: evaluation has not received entry {sequence}, of {return_id}")
    for obligation, instant in told:
        if instant not in entered:
            problems.append(f"{ledger.name}: evaluation has a change of {obligation} at {instant}, when nothing was entered")
    return len(received)


def check_obligations(cursor, ledger, problems):
    """What came last of each obligation is the obligation as submission has it."""
    received, newest = [], {}
    for obligation, instant, document in rows(
            cursor, f"SELECT obligation, {MICROS}, document FROM evaluation.obligation_changes WHERE plan_id = %s ORDER BY position", ledger.plan):
        received.append((obligation, instant))
        newest[obligation] = bytes(document)
    in_order(received, "the change", ledger, problems)
    for (document,) in rows(cursor, "SELECT document FROM submission.obligations WHERE plan_id = %s", ledger.plan):
        stored = obligation_pb2.Obligation.FromString(bytes(document))
        if stored.name not in newest:
            problems.append(f"{ledger.name}: evaluation knows nothing of {stored.name}")
            continue
        told = obligation_pb2.Obligation.FromString(newest[stored.name])
        for field in ("met_time", "final_met_time", "due_time", "waive_time", "sent_back_time", "etag", "department"):
            if getattr(told, field) != getattr(stored, field):
                problems.append(f"{ledger.name}: evaluation has another {field} of {stored.name} than submission")
    return len(received)


def filed_figures(ledger):
    """By obligation: the sequence and the figures of its latest revision that was filed."""
    filed = {}
    for entry in ledger.entries:
        if entry.HasField("return_filed"):
            revision = entry.return_filed.revision
            filed[entry.return_filed.obligation] = (entry.sequence, {value.figure: value.number for value in revision.figures})
    return filed


def check_scorecards(cursor, ledger, problems):
    """The newest evaluation of every result rests on the latest revisions; counts and verdicts are those of the ledger's own figures, and none that
    the plan asks for is missing."""
    plan = newest_plan(cursor, ledger)
    if plan is None:
        return 0
    filed, results = filed_figures(ledger), {}
    for region, period, payload in rows(
            cursor, "SELECT DISTINCT ON (e.region, e.period, e.industry, e.indicator) e.region, e.period, c.payload "
                    "FROM evaluation.evaluations e JOIN evaluation.changelog c USING (position) WHERE e.plan_id = %s "
                    "ORDER BY e.region, e.period, e.industry, e.indicator, e.position DESC", ledger.plan):
        result = evaluation_pb2.Evaluation.FromString(bytes(payload)).result
        results[region, period, result.industry, result.indicator] = result
        check_result(f"{ledger.name}: the result {region}/{period}/{result.industry or 'all'}/{result.indicator}",
                     result, period, plan, filed, problems)
    for missing in sorted(expected_results(ledger, plan, filed) - set(results)):
        problems.append(f"{ledger.name}: there is no result {'/'.join(missing)}, though its return is filed")
    return len(results)


def expected_results(ledger, plan, filed):
    """Of every target: (region, period, industry, indicator) for each return of its period that is filed."""
    industries = {indicator.id: list(indicator.industries) for indicator in plan.indicators}
    return {(region.code, target.period, industry, target.indicator)
            for target in plan.targets for region in plan.regions
            for industry in list(target.industries) or industries[target.indicator]
            if f"{ledger.name}/obligations/{target.period}-{region.code}-{industry}" in filed}


def check_result(what, result, period, plan, filed, problems):
    """A count is the sum of the figures that it rests on; a reduction is judged by it."""
    figures = {one.id: list(one.numerator) for one in plan.indicators if not list(one.denominator)}.get(result.indicator, ())
    total = {scorecard_pb2.INPUT_ROLE_ACTUAL: 0, scorecard_pb2.INPUT_ROLE_BASELINE: 0}
    complete = bool(result.inputs)
    for given in result.inputs:
        latest = filed.get(given.obligation)
        if given.left_out or given.waived:
            complete = False
        elif (latest[0] if latest else 0) != given.ledger_sequence:
            problems.append(f"{what} rests on entry {given.ledger_sequence} of {given.obligation}, the latest is {latest and latest[0]}")
            complete = False
        elif latest is None:
            complete = False
        else:
            total[given.role] += sum(latest[1].get(figure, 0) for figure in figures)
    if not complete or not figures or not result.HasField("actual"):
        return
    actual, base = total[scorecard_pb2.INPUT_ROLE_ACTUAL], total[scorecard_pb2.INPUT_ROLE_BASELINE]
    if result.actual.numerator != str(actual) or result.actual.denominator not in ("", "1"):
        problems.append(f"{what} is {result.actual.numerator}/{result.actual.denominator}, the ledger adds up to {actual}")
    percents = {Fraction(target.reduce_by.percent) for target in plan.targets
                if (target.indicator, target.period) == (result.indicator, period) and target.HasField("reduce_by")}
    if len(percents) == 1 and base > 0:
        attains = 100 * actual <= (100 - percents.pop()) * base
        if result.status not in (ATTAINED if attains else NOT_ATTAINED):
            problems.append(f"{what} is {scorecard_pb2.ResultStatus.Name(result.status)}: {actual} against a base of {base}")


def newest_plan(cursor, ledger):
    """None where the plan has no edition."""
    found = rows(cursor, "SELECT document FROM submission.plans WHERE plan_id = %s ORDER BY edition DESC LIMIT 1", ledger.plan)
    return plan_pb2.Plan.FromString(bytes(found[0][0])) if found else None


def check_duties(cursor, ledger, problems):
    """Notification has a duty for every obligation, owed where the obligation is not met, and no other."""
    kept = {}
    for resource, owed, document in rows(
            cursor, "SELECT resource, owed, document FROM notification.duties WHERE plan = %s AND source = 'submission' AND ordinal = 0",
            ledger.name):
        kept[resource] = (owed, duty_pb2.Duty.FromString(bytes(document)))
    stated = set()
    for (document,) in rows(cursor, "SELECT document FROM submission.obligations WHERE plan_id = %s", ledger.plan):
        obligation = obligation_pb2.Obligation.FromString(bytes(document))
        stated.add(obligation.name)
        if obligation.name not in kept:
            problems.append(f"{ledger.name}: notification has no duty of {obligation.name}")
            continue
        owed, duty = kept[obligation.name]
        simple = not obligation.send_backs and not obligation.taken_back and not obligation.HasField("waive_time")
        if simple and duty.HasField("met_time") != obligation.HasField("met_time"):
            problems.append(f"{ledger.name}: the duty of {obligation.name} does not say whether it is met")
        if simple and owed == obligation.HasField("met_time"):
            problems.append(f"{ledger.name}: the duty of {obligation.name} is owed: {owed}, and submission says the opposite")
        if simple and duty.due_time != obligation.due_time:
            problems.append(f"{ledger.name}: the duty of {obligation.name} is due at another instant")
        if duty.department != obligation.department:
            problems.append(f"{ledger.name}: the duty of {obligation.name} is another department's")
    for resource in set(kept) - stated:
        problems.append(f"{ledger.name}: notification has a duty of {resource}, which is not there")
    return len(kept)
