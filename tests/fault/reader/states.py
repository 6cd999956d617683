"""What follows from a ledger for returns and obligations, as far as it is simple, and whether their tables say so.

Due dates follow from the plan and are left out. Events that are not named here are left out with the obligation that they
are about: whoever adds one adds what follows from it.
"""

from dataclasses import dataclass, field

from contracts import micros, obligation_pb2, return_pb2

# A filing is judged by its arrival, which may be so long before the commit.
LONGEST_WAY_MICROS = 60_000_000

WITHOUT_STATE = ("plan_published", "key_registered", "head_witnessed", "fact_recorded", "plan_region_granted")
ADDED_TO_REVISION = ("submit_time", "arrival_time", "ledger_sequence", "review", "sign_off")


@dataclass
class Followed:
    """What follows for one obligation and its return."""

    revisions: int = 0
    latest: object = None  # the entry that filed it
    first_time: int = 0
    review: object = None  # of the latest revision
    accepted: int = 0
    state: int = return_pb2.RETURN_STATE_UNSPECIFIED
    sent_back: list = field(default_factory=list)  # revisions
    by_hand: list = field(default_factory=list)  # (kind, reason, actor)
    evidence: list = field(default_factory=list)  # (name, hash)
    unknown: bool = False


def last_part(name):
    return name.rsplit("/", 1)[-1]


def follow(ledger):
    """By id, what the ledger's entries make of obligations and returns."""
    followed = {}
    for entry in ledger.entries:
        kind = entry.WhichOneof("event")
        if kind in WITHOUT_STATE or kind is None:
            continue
        event = getattr(entry, kind)
        fields = event.DESCRIPTOR.fields_by_name
        name = next((getattr(event, text) for text in ("obligation", "return") if text in fields), "")
        one = followed.setdefault(last_part(name), Followed())
        if kind == "return_filed":
            after_filing(ledger, entry, event, one)
        elif kind == "return_reviewed":
            after_review(ledger, entry, event, one)
        elif kind == "return_signed" and event.sign_off.decision == return_pb2.SIGN_OFF_DECISION_SIGN:
            ledger.hold(one.state == return_pb2.RETURN_STATE_AWAITING_SIGN_OFF, f"entry {entry.sequence} signs what does not wait for it")
            one.state = return_pb2.RETURN_STATE_SUBMITTED
        elif kind == "correction_granted":
            ledger.hold(one.accepted > 0, f"entry {entry.sequence} gives leave to correct what was not accepted")
        elif kind == "evidence_attached":
            ledger.hold(one.revisions > 0, f"entry {entry.sequence} attaches a file to what was not filed")
            one.evidence.append((event.evidence.name, bytes(event.evidence.file.sha256)))
        elif kind == "obligation_adjusted":
            one.by_hand.append((event.adjustment.kind, event.adjustment.reason, entry.actor))
        elif kind == "return_withdrawn":
            one.revisions += 1  # a withdrawal is a revision; what it takes back is not followed
            one.unknown = True
        else:
            one.unknown = True
    return followed


def after_filing(ledger, entry, event, one):
    one.revisions += 1
    ledger.hold(event.revision.revision == one.revisions, f"entry {entry.sequence} is revision {event.revision.revision}, not {one.revisions}")
    if one.revisions == 1:
        one.first_time = micros(entry.commit_time)
    waits = event.revision.needs_sign_off
    one.latest, one.review = entry, None
    one.state = return_pb2.RETURN_STATE_AWAITING_SIGN_OFF if waits else return_pb2.RETURN_STATE_SUBMITTED


def after_review(ledger, entry, event, one):
    ledger.hold(event.revision == one.revisions > 0, f"entry {entry.sequence} reviews revision {event.revision}, the latest is {one.revisions}")
    one.review = event.review
    if event.review.decision == return_pb2.REVIEW_DECISION_ACCEPT:
        one.state, one.accepted = return_pb2.RETURN_STATE_ACCEPTED, event.revision
    else:
        one.state = return_pb2.RETURN_STATE_SENT_BACK
        one.sent_back.append(event.revision)


def check(ledger, obligations, returns):
    """`obligations`: (id, document); `returns`: (id, state, document). Answers how many obligations were left out."""
    followed = follow(ledger)
    filed = {name for name, one in followed.items() if one.revisions > 0}
    ledger.hold(filed == {name for name, _, _ in returns}, "the returns are not those that were filed")
    ledger.hold(set(followed) - {""} <= {name for name, _ in obligations}, "the ledger names obligations that are not there")
    for name, state, document in returns:
        one = followed.get(name)
        if one and one.latest is not None and not one.unknown:
            check_return(ledger, name, state, return_pb2.Return.FromString(bytes(document)), one)
    for name, document in obligations:
        one = followed.get(name, Followed())
        if not one.unknown:
            check_obligation(ledger, name, obligation_pb2.Obligation.FromString(bytes(document)), one)
    return sum(one.unknown for one in followed.values())


def is_about(instant, committed):
    return committed - LONGEST_WAY_MICROS <= micros(instant) <= committed


def check_return(ledger, name, state, stored, one):
    what, committed = f"the return {name}", micros(one.latest.commit_time)
    ledger.hold(state == stored.state == one.state, f"{what} is in state {stored.state} (column {state}), by the ledger {one.state}")
    ledger.hold([(each.name, bytes(each.file.sha256)) for each in stored.evidence] == one.evidence, f"{what} has other files than the ledger")
    ledger.hold(stored.accepted_revision == one.accepted, f"{what} says another accepted revision than the ledger")
    ledger.hold(stored.latest.ledger_sequence == one.latest.sequence, f"{what} is not of its latest entry")
    ledger.hold(is_about(stored.latest.submit_time, committed), f"{what} was filed at another time")
    ledger.hold(is_about(stored.create_time, one.first_time), f"{what} was filed first at another time")
    shown, said = return_pb2.ReturnRevision(), return_pb2.ReturnRevision()
    shown.CopyFrom(stored.latest)
    said.CopyFrom(one.latest.return_filed.revision)
    for added in ADDED_TO_REVISION:
        shown.ClearField(added)
        said.ClearField(added)
    ledger.hold(shown == said, f"{what} shows other figures, or another filer, than the ledger")
    review = one.review or return_pb2.Review()
    given, kept = (review.decision, review.reason), (stored.latest.review.decision, stored.latest.review.reason)
    ledger.hold(given == kept, f"{what} shows another review than the ledger")


def check_obligation(ledger, name, stored, one):
    what = f"the obligation {name}"
    open_send_back = one.state == return_pb2.RETURN_STATE_SENT_BACK
    ledger.hold(bool(getattr(stored, "return")) == (one.revisions > 0), f"{what} does not say whether something was filed")
    ledger.hold([back.revision for back in stored.send_backs] == one.sent_back, f"{what} has other send-backs than the ledger")
    ledger.hold(stored.HasField("sent_back_time") == open_send_back, f"{what} does not say whether it is sent back")
    ledger.hold(stored.HasField("met_time") == (one.revisions > 0 and not open_send_back), f"{what} does not say whether it is met")
    by_hand = [(done.kind, done.reason, done.actor) for done in stored.adjustments
               if done.kind != obligation_pb2.ADJUSTMENT_KIND_AMENDMENT]
    ledger.hold(by_hand == one.by_hand, f"{what} has other extensions or waivers than the ledger")
    waived = any(kind == obligation_pb2.ADJUSTMENT_KIND_WAIVER for kind, _, _ in one.by_hand)
    ledger.hold(not waived or stored.HasField("waive_time"), f"{what} was waived, and is not")
    ledger.hold(stored.plan_edition == ledger.head[3], f"{what} is of edition {stored.plan_edition}, the newest is {ledger.head[3]}")
