"""Prints the SCRAM-SHA-256 verifier of the password on standard input, as PostgreSQL keeps it (RFC 5803).

A role is given this instead of its password, which then is in no statement, no server log and no statistics view.
"""

import base64
import hashlib
import hmac
import os
import sys

ITERATIONS = 4096  # PostgreSQL's own

password = sys.stdin.buffer.read().strip()
salt = os.urandom(16)
salted = hashlib.pbkdf2_hmac("sha256", password, salt, ITERATIONS)
stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
server_key = hmac.digest(salted, b"Server Key", "sha256")
salt, stored_key, server_key = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
print(f"SCRAM-SHA-256${ITERATIONS}:{salt}${stored_key}:{server_key}")
