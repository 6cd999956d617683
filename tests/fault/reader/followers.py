"""What the services that follow submission have received and made of it, held to the ledgers: nothing is missing, nothing came twice, and what
they keep follows from it.

It goes by `services/evaluation/migrations/`, `services/notification/migrations/`, and the contracts evaluation.proto and duty.proto. The
followers must have caught up before: whoever reads while they lag sees what is missing.
"""

from collections import Counter

from contracts import duty_pb2, evaluation_pb2, micros, obligation_pb2, return_pb2, scorecard_pb2

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
    """The newest evaluation of every result rests on the latest revisions; counts add up from the ledger's own figures."""
    plan_numerators = numerators(cursor, ledger)
    if plan_numerators is None:
        return 0
    filed, checked = filed_figures(ledger), 0
    for region, period, payload in rows(
            cursor, "SELECT DISTINCT ON (e.region, e.period, e.industry, e.indicator) e.region, e.period, c.payload "
                    "FROM evaluation.evaluations e JOIN evaluation.changelog c USING (position) WHERE e.plan_id = %s "
                    "ORDER BY e.region, e.period, e.industry, e.indicator, e.position DESC", ledger.plan):
        result = evaluation_pb2.Evaluation.FromString(bytes(payload)).result
        what = f"{ledger.name}: the result {region}/{period}/{result.industry or 'all'}/{result.indicator}"
        total, complete = 0, bool(result.inputs)
        for given in result.inputs:
            if given.left_out or given.waived:
                complete = False
                continue
            latest = filed.get(given.obligation)
            if (latest[0] if latest else 0) != given.ledger_sequence:
                problems.append(f"{what} rests on entry {given.ledger_sequence} of {given.obligation}, the latest is {latest and latest[0]}")
                complete = False
            elif latest is None:
                complete = False
            elif given.role == scorecard_pb2.INPUT_ROLE_ACTUAL:
                total += sum(latest[1].get(figure, 0) for figure in plan_numerators.get(result.indicator, ()))
        checked += 1
        if complete and result.HasField("actual") and result.indicator in plan_numerators:
            if result.actual.numerator != str(total) or result.actual.denominator not in ("", "1"):
                problems.append(f"{what} is {result.actual.numerator}/{result.actual.denominator}, the ledger adds up to {total}")
    return checked


def numerators(cursor, ledger):
    """By indicator that is a plain count: its figures. None where the plan has no edition."""
    from contracts import plan_pb2
    found = rows(cursor, "SELECT document FROM submission.plans WHERE plan_id = %s ORDER BY edition DESC LIMIT 1", ledger.plan)
    if not found:
        return None
    plan = plan_pb2.Plan.FromString(bytes(found[0][0]))
    return {indicator.id: list(indicator.numerator) for indicator in plan.indicators if not list(indicator.denominator)}


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
        if duty.department != obligation.department:
            problems.append(f"{ledger.name}: the duty of {obligation.name} is another department's")
    for resource in set(kept) - stated:
        problems.append(f"{ledger.name}: notification has a duty of {resource}, which is not there")
    return len(kept)
