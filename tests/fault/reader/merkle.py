"""Hashes of RFC 6962, section 2.1, and proofs of inclusion as RFC 9162, section 2.1.3.2, verifies them."""

import hashlib


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves):
    """Of at least one leaf."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)  # the largest power of two below the number of leaves
    return node(root(leaves[:left]), root(leaves[left:]))


def root_from_path(hashed, index, size, path):
    """None where the path does not fit the place."""
    if index >= size:
        return None
    first, last = index, size - 1
    for beside in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            hashed = node(beside, hashed)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        first, last = first >> 1, last >> 1
    return hashed if last == 0 else None
