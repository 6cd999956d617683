"""A gateway that fails as the recipient's name tells it to, for the tests of sending. It holds the contract in ../README.md.

A request whose signature is wrong, whose timestamp is no number or whose Idempotency-Key is missing gets 401. Else `to` in the body decides:

    status-NNN            answered so
    slow                  not answered until the client hangs up
    drop                  taken, and the connection is lost before the answer; a repeat under its key is answered
    long                  taken, with an answer of 4 MiB

Prints its port, and then a line for each message it takes, before it answers: key, recipient and the body. A message under a key that it has
taken before is answered and not taken again: the line says `repeat` instead of the body. It ends with its standard input, and obeys these lines
there, each answered by its first word:

    secret WORD           what requests are signed with; `secret` at first
    fault NAME            how it treats everybody from now on: none, down (503), limit (429 with Retry-After: 600)

    faulty_gateway.py CERTIFICATE KEY
"""

import hashlib
import hmac
import http.server
import json
import ssl
import sys
import threading

state = {"secret": "secret", "fault": "none"}
taken = set()
print_lock = threading.Lock()


def say(line):
    with print_lock:
        print(line, flush=True)


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"{}", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def is_signed(self, body):
        time = self.headers.get("Lianfang-Timestamp", "")
        code = hmac.new(state["secret"].encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest()
        given = self.headers.get("Lianfang-Signature", "")
        return time.isdigit() and "Idempotency-Key" in self.headers and hmac.compare_digest(given, "v1=" + code)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_signed(body):
            return self.answer(401, b'{"error":"bad signature"}')
        if state["fault"] == "down":
            return self.answer(503, b"maintenance")
        if state["fault"] == "limit":
            return self.answer(429, b"too many", [("Retry-After", "600")])
        message = json.loads(body)
        to = message["to"]
        if to.startswith("status-"):
            headers = [("Location", "https://elsewhere.example/")] if to == "status-302" else []
            return self.answer(int(to[7:10]), f'{{"error":"no, {to}"}}'.encode(), headers)
        if to == "slow":
            self.rfile.read(1)
            self.close_connection = True
            return None
        key = self.headers["Idempotency-Key"]
        repeat = key in taken
        taken.add(key)
        say(f"{key} {to} {'repeat' if repeat else json.dumps(message, ensure_ascii=False)}")
        if to == "drop" and not repeat:
            self.close_connection = True
            return None
        return self.answer(200, b"x" * (4 << 20) if to == "long" else b"{}")


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # clients that hang up


def main():
    server = Server(("0.0.0.0", 0), Gateway)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    say(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        name, _, value = line.strip().partition(" ")
        state[name] = value
        say(f"{name} done")


main()
