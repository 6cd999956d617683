#!/usr/bin/env python3
"""A name server of a few names, without a search list: what it is asked for must be a whole name.

    name_server.py PORT NAME=ADDRESS...

Answers A records of the names on UDP of 127.0.0.1; every other name does not exist (NXDOMAIN).
"""

import socket
import struct
import sys

CLASS_IN = 1
TYPE_A = 1
RESPONSE = 0x8180  # a recursive answer
NAME_ERROR = 3
TTL_SECONDS = 1


def question_of(packet):
    """The name that is asked for, in lower case, its type, and where the question ends."""
    labels, at = [], 12
    while packet[at]:
        length = packet[at]
        labels.append(packet[at + 1 : at + 1 + length].decode("ascii").lower())
        at += 1 + length
    (kind,) = struct.unpack_from(">H", packet, at + 1)
    return ".".join(labels), kind, at + 5


def answer_to(packet, addresses):
    name, kind, end = question_of(packet)
    address = addresses.get(name)
    found = address is not None and kind == TYPE_A
    flags = RESPONSE if address is not None else RESPONSE | NAME_ERROR
    header = packet[:2] + struct.pack(">HHHHH", flags, 1, 1 if found else 0, 0, 0)
    record = b""
    if found:  # 0xC00C points to the name in the question
        record = struct.pack(">HHHIH", 0xC00C, TYPE_A, CLASS_IN, TTL_SECONDS, 4) + socket.inet_aton(address)
    return header + packet[12:end] + record


def main():
    port = int(sys.argv[1])
    addresses = dict(argument.split("=") for argument in sys.argv[2:])
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", port))
    while True:
        packet, client = server.recvfrom(4096)
        server.sendto(answer_to(packet, addresses), client)


main()
