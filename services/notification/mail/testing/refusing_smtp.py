"""A mail server that fails as the recipient's name tells it to, for the tests of the SMTP transport.

STARTTLS and AUTH (any password but `wrong`) are required. The recipient's local part decides: `rcpt-550` and `rcpt-450` are answered so
after RCPT, `data-554` and `data-451` after the data; `drop` loses the connection after the data; `garbage` gets a reply that is none. Prints
its port, and then each mail's recipient, one a line. Ends with its standard input.

    refusing_smtp.py CERTIFICATE KEY
"""

import asyncio
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Refuser:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("rcpt-"):
            return f"{address[5:8]} refused as asked"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local.startswith("data-"):
            return f"{local[5:8]} refused as asked"
        if local == "drop":
            server.transport.abort()
            return "250 OK"
        if local == "garbage":
            return "hello there"
        print(envelope.rcpt_tos[0], flush=True)
        return "250 OK"


def check_password(server, session, envelope, mechanism, auth_data):
    return AuthResult(success=auth_data.password != b"wrong", handled=False)


async def serve(certificate, key):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            Refuser(),
            hostname="localhost",
            tls_context=tls,
            require_starttls=True,
            auth_required=True,
            authenticator=check_password,
            loop=loop,
        ),
        "127.0.0.1",
        0,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve(*sys.argv[1:]))
