"""One ledger as PostgreSQL holds it: is the chain whole, are the seals over it genuine, do witnesses and receipts fit?"""

import hashlib
from dataclasses import dataclass, field

import merkle
from contracts import ledger_pb2, micros, receipt_pb2, tree_head_pb2
from keys import key_id, witness_verifies

TREE_HEAD_PREFIX = b"lianfang.type.v1.TreeHead\n"
WITNESS_PREFIX = b"lianfang.submission.v1.HeadWitnessed\n"


@dataclass
class Ledger:
    """The rows of one plan, in order, and what was found."""

    plan: str  # id
    rows: list  # (sequence, entry, entry_hash, return_id)
    seals: list  # (first_sequence, last_sequence, seal, signature, key_id)
    editions: list  # (edition, document)
    head: tuple  # (sequence, entry_hash, commit time in microseconds, edition)
    problems: list = field(default_factory=list)
    entries: list = field(default_factory=list)  # parsed
    hashes: list = field(default_factory=list)
    witnessed: int = 0

    @property
    def name(self):
        return f"plans/{self.plan}"

    def fault(self, text):
        self.problems.append(f"{self.name}: {text}")

    def hold(self, condition, text):
        if not condition:
            self.fault(text)
        return condition

    def check(self, keys):
        self.check_chain()
        self.check_seals(keys)
        self.check_editions()
        self.check_witnesses(keys)
        seen = set()
        for entry in self.entries:
            key = (entry.actor, entry.request_id)
            self.hold(key not in seen, f"entry {entry.sequence} repeats the request {entry.request_id} of {entry.actor}")
            seen.add(key)

    def check_chain(self):
        previous, last_time = b"", 0
        for place, (sequence, stored, stored_hash, _) in enumerate(self.rows, 1):
            entry = ledger_pb2.LedgerEntry.FromString(bytes(stored))
            hashed = merkle.leaf(bytes(stored))
            self.hold(sequence == place, f"entry {place} is missing")
            self.hold((entry.plan, entry.sequence) == (self.name, place), f"entry {place} says that it is another one")
            self.hold(entry.previous_hash == previous, f"entry {place} does not name the entry before it")
            self.hold(hashed == bytes(stored_hash), f"entry {place} has another hash than its row says")
            self.hold(micros(entry.commit_time) >= last_time, f"entry {place} is earlier than the one before")
            self.hold(entry.WhichOneof("event") is not None, f"entry {place} says nothing")
            previous, last_time = hashed, micros(entry.commit_time)
            self.entries.append(entry)
            self.hashes.append(hashed)
        sequence, head_hash, head_time, edition = self.head
        self.hold(sequence == len(self.rows), f"the head row says {sequence} entries, there are {len(self.rows)}")
        if self.rows:
            self.hold(bytes(head_hash) == previous, "the head row has another hash than the last entry")
            self.hold(head_time == last_time, "the head row has another time than the last entry")
        self.hold(edition == len(self.editions), f"the head row says edition {edition}, there are {len(self.editions)}")

    def check_seals(self, keys):
        next_sequence, newest, replaced = 1, None, set()
        for first, last, stored, signature, sealed_by in self.seals:
            seal = receipt_pb2.LedgerSeal.FromString(bytes(stored))
            what = f"the seal over {first} to {last}"
            self.hold(first == next_sequence, f"{what} begins elsewhere than the one before ends")
            self.hold((seal.plan, seal.first_sequence, seal.entry_count) == (self.name, first, last - first + 1),
                      f"{what} says something else than its row")
            hashes = self.hashes[first - 1:last]
            if self.hold(len(hashes) == last - first + 1, f"{what} covers entries that are not there"):
                self.hold(seal.merkle_root == merkle.root(hashes), f"{what} has another root than its entries")
                self.hold(seal.head_hash == hashes[-1], f"{what} has another head than its last entry")
            self.check_signature(keys, sealed_by, bytes(stored), bytes(signature), what)
            if sealed_by in keys:
                self.hold(keys[sealed_by].may_have_sealed(self.name, first, last), f"{what} is out of its key's range")
            if sealed_by != newest:
                self.hold(sealed_by not in replaced, f"{what} is by a key that was replaced before")
                replaced.add(newest)
                newest = sealed_by
            next_sequence = last + 1
        self.hold(next_sequence == len(self.rows) + 1, f"the seals end with {next_sequence - 1} of {len(self.rows)} entries")

    def check_signature(self, keys, signed_by, message, signature, what):
        if self.hold(signed_by in keys, f"{what} is signed by the unknown key {signed_by}"):
            self.hold(keys[signed_by].verifies(message, signature), f"{what} has a signature that does not verify")

    def check_editions(self):
        published = [entry.plan_published for entry in self.entries if entry.HasField("plan_published")]
        self.hold([event.edition for event in published] == [edition for edition, _ in self.editions],
                  "the editions are not those that the ledger publishes")
        for event, (edition, document) in zip(published, self.editions):
            self.hold(hashlib.sha256(bytes(document)).digest() == event.document_hash, f"edition {edition} was changed")

    def check_witnesses(self, keys):
        registered = {}  # by sequence
        for entry in self.entries:
            if entry.HasField("key_registered"):
                event = entry.key_registered
                self.hold(key_id(event.public_key) == event.key_id, f"entry {entry.sequence} registers a key under another's id")
                registered[entry.sequence] = (entry.actor, event)
            elif entry.HasField("head_witnessed"):
                self.check_witness(entry, registered, keys)

    def check_witness(self, entry, registered, keys):
        event, what = entry.head_witnessed, f"the witness in entry {entry.sequence}"
        signed = event.tree_head
        head = tree_head_pb2.TreeHead.FromString(signed.tree_head)
        self.check_signature(keys, signed.key_id, TREE_HEAD_PREFIX + signed.tree_head, signed.signature, what)
        if self.hold(1 <= head.size < entry.sequence and head.plan == self.name, f"{what} is of no earlier head of this ledger"):
            self.hold(head.root == merkle.root(self.hashes[:head.size]), f"{what} has another root than the ledger had")
        actor, key = registered.get(event.key_sequence, (None, None))
        if self.hold(actor == entry.actor and key.key_id == event.key_id, f"{what} names a key that its actor has not registered"):
            self.hold(witness_verifies(key.public_key, WITNESS_PREFIX + signed.tree_head, event.signature),
                      f"{what} has a signature that does not verify")
        self.witnessed += 1

    def check_receipt(self, receipt, keys, what):
        place = receipt.sequence
        stored = bytes(self.rows[place - 1][1]) if 1 <= place <= len(self.rows) else None
        self.hold(receipt.entry == stored, f"{what} is of an entry that the ledger does not have at {place}")
        seal = receipt_pb2.LedgerSeal.FromString(receipt.seal.seal)
        self.check_signature(keys, receipt.seal.key_id, receipt.seal.seal, receipt.seal.signature, what)
        path = list(receipt.inclusion_path)
        proved = merkle.root_from_path(merkle.leaf(receipt.entry), place - seal.first_sequence, seal.entry_count, path)
        self.hold(proved == seal.merkle_root and proved is not None, f"{what} does not lead to its seal")
        self.hold(any(bytes(row[2]) == receipt.seal.seal for row in self.seals), f"{what} has a seal that the ledger does not have")
