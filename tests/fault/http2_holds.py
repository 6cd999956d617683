"""Holds what a server must keep for a caller, over mutual TLS, and says how far it got: `http2_holds.py HOLD PORT CA CERTIFICATE KEY SECONDS`.

HOLD is one of
  withheld       64 calls that announce a message of 8 MiB each, and never send its last byte
  idle-streams   1,000 streams that are opened, and on which nothing is sent
  large          one call with a message of 64 MiB

Prints `{"opened": STREAMS, "sent": BYTES, "ended": STREAMS, "connection": "open" | "ended"}`: how many streams the server has ended (by
trailers or a reset) within the seconds, and whether the connection still stood.
"""

import json
import socket
import ssl
import struct
import sys
import time

from http2_flood import GOAWAY, HEADERS, PREFACE, RESET, SETTINGS, frame, literal

DATA, WINDOW_UPDATE = 0, 8
END_HEADERS, END_STREAM = 4, 1
LARGEST_FRAME = 16384
PATH = b"/lianfang.submission.v1.SubmissionService/SubmitReturn"
REQUEST = (b"\x83\x87" + literal(b":path", PATH) + literal(b":authority", b"localhost") + literal(b"content-type", b"application/grpc")
           + literal(b"te", b"trailers"))


class Connection:
    def __init__(self, port, ca, certificate, key):
        context = ssl.create_default_context(cafile=ca)
        context.set_alpn_protocols(["h2"])
        context.load_cert_chain(certificate, key)
        self.session = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10), server_hostname="localhost")
        self.received, self.ended, self.open, self.sent = b"", set(), True, 0
        self.windows, self.initial = {0: 65535}, 65535
        self.send(PREFACE + frame(SETTINGS, 0, 0))

    def send(self, data):
        if not self.open:
            return
        try:
            self.session.settimeout(10)
            self.session.sendall(data)
            self.sent += len(data)
        except OSError:
            self.open = False

    def receive(self, seconds):
        """Takes in what comes, for so long."""
        end = time.monotonic() + seconds
        while self.open and (left := end - time.monotonic()) > 0:
            self.session.settimeout(left)
            try:
                data = self.session.recv(1 << 16)
            except (TimeoutError, ssl.SSLWantReadError):
                return
            except OSError:
                data = b""
            if not data:
                self.open = False
                return
            self.received += data
            self.take_frames()

    def take_frames(self):
        while len(self.received) >= 9:
            size = int.from_bytes(self.received[:3], "big")
            if len(self.received) < 9 + size:
                return
            kind, flags, stream = self.received[3], self.received[4], int.from_bytes(self.received[5:9], "big") & 0x7FFFFFFF
            payload, self.received = self.received[9:9 + size], self.received[9 + size:]
            if kind == GOAWAY:
                self.open = False
            elif kind == RESET or (kind in (HEADERS, DATA) and flags & END_STREAM):
                self.ended.add(stream)
            elif kind == WINDOW_UPDATE:
                self.windows[stream] = self.windows.get(stream, self.initial) + int.from_bytes(payload, "big")
            elif kind == SETTINGS and not flags & 1:
                for at in range(0, size, 6):
                    name, value = struct.unpack(">HI", payload[at:at + 6])
                    if name == 4:
                        self.initial = value
                self.send(frame(SETTINGS, 1, 0))

    def open_stream(self, stream):
        self.send(frame(HEADERS, END_HEADERS, stream, REQUEST))
        self.windows.setdefault(stream, self.initial)

    def send_data(self, stream, data):
        """As much as the windows let through."""
        room = min(len(data), self.windows.get(stream, self.initial), self.windows[0])
        for at in range(0, room, LARGEST_FRAME):
            self.send(frame(DATA, 0, stream, data[at:min(at + LARGEST_FRAME, room)]))
        self.windows[stream] = self.windows.get(stream, self.initial) - room
        self.windows[0] -= room
        return room


def send_messages(connection, streams, size, withheld, seconds):
    """A message of so many bytes on each stream, all but the last ones."""
    end = time.monotonic() + seconds
    message = b"\0" + struct.pack(">I", size)
    left = {stream: len(message) + size - withheld for stream in streams}
    first = dict.fromkeys(streams, True)
    for stream in streams:
        connection.open_stream(stream)
    while connection.open and time.monotonic() < end:
        moved = 0
        for stream in [stream for stream in streams if stream not in connection.ended and left[stream] > 0]:
            data = b"x" * min(left[stream], 1 << 20)
            if first[stream]:
                data = message + data[len(message):]
            sent = connection.send_data(stream, data)
            first[stream] = first[stream] and sent == 0
            left[stream] -= sent
            moved += sent
        connection.receive(0 if moved else 0.2)
        if moved:
            connection.receive(0.001)


def main():
    hold, port, ca, certificate, key, seconds = sys.argv[1:]
    connection, seconds = Connection(int(port), ca, certificate, key), float(seconds)
    connection.receive(0.5)
    if hold == "idle-streams":
        streams = range(1, 2001, 2)
        for stream in streams:
            connection.open_stream(stream)
        connection.receive(seconds)
    elif hold == "withheld":
        streams = range(1, 129, 2)
        send_messages(connection, streams, 8 << 20, 1, seconds)
    else:
        streams = [1]
        send_messages(connection, streams, 64 << 20, 0, seconds)
    print(json.dumps({"opened": len(streams), "sent": connection.sent, "ended": len(connection.ended),
                      "connection": "open" if connection.open else "ended"}))


main()
