"""The file of the ledger's public keys, as `lianfang ledger keys` writes it: PEM, with what each key has sealed above it."""

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

KEY = re.compile(r"(.*?)(-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----)", re.S)


def key_id(der):
    return hashlib.sha256(der).hexdigest()[:16]


def der(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


class LedgerKey:
    """An Ed25519 key. `ranges`: by ledger, the first and last sequences that it has sealed; None where the file does not say."""

    def __init__(self, heading, pem):
        self.key = serialization.load_pem_public_key(pem.encode())
        self.id = key_id(der(self.key))
        self.retired = "State: retired" in heading
        self.ranges = None
        named = re.search(r"^Key: *(\S+)", heading, re.M)
        if named:
            if named[1] != self.id:
                raise ValueError(f"{named[1]} stands above the key {self.id}")
            self.ranges = {}
            for ledger, first, last in re.findall(r"^Range: *(\S+) +(\d+)-(\d*)\s*$", heading, re.M):
                self.ranges.setdefault(ledger, []).append((int(first), int(last) if last else None))

    def verifies(self, message, signature):
        try:
            self.key.verify(signature, message)
            return True
        except InvalidSignature:
            return False

    def may_have_sealed(self, ledger, first, last):
        """Whether the file leaves it open that the key has sealed these entries."""
        if self.ranges is None:
            return True
        if ledger not in self.ranges:
            return not self.retired
        return any(begin <= first and (end is None or last <= end) for begin, end in self.ranges[ledger])


def read_keys(path):
    """By id."""
    with open(path, encoding="ascii") as file:
        keys = [LedgerKey(*found.groups()) for found in KEY.finditer(file.read())]
    return {key.id: key for key in keys}


def witness_verifies(public_key, message, signature):
    """ECDSA with SHA-256 over P-256, r and s as 32 bytes each."""
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key.curve, ec.SECP256R1) or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False
