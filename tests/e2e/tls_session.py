"""Opens a TLS session to a gRPC port: `tls_session.py PORT CA [CERTIFICATE KEY]`.

Exits 0 when the server speaks HTTP/2 with us, 3 when it refuses the session. In TLS 1.3 a client learns only by the first read
whether its certificate was taken, so the server's SETTINGS frame is waited for.
"""

import socket
import ssl
import sys

REFUSED = 3
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])  # with an empty SETTINGS frame

port, ca, *credentials = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
context.set_alpn_protocols(["h2"])
if credentials:
    context.load_cert_chain(*credentials)
with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as connection:
    try:
        with context.wrap_socket(connection, server_hostname="localhost") as session:
            session.sendall(PREFACE)
            answer = session.recv(9)
    except (ssl.SSLError, ConnectionResetError, BrokenPipeError) as refusal:
        print(f"refused: {refusal}")
        sys.exit(REFUSED)
if len(answer) < 4 or answer[3] != 4:
    print(f"refused: {answer!r} is no SETTINGS frame")
    sys.exit(REFUSED)
