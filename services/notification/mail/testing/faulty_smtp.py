"""A mail server that fails as the recipient's name tells it to, for the tests of sending.

STARTTLS and AUTH (any password but `wrong`) are required. The recipient's local part decides:

    rcpt-550, rcpt-450    answered so after RCPT
    data-554, data-451    answered so after the data
    grey…                 refused with 450 until it was first tried an hour ago, by the clock that the test sets
    hang                  the data is never answered
    drop-data             the connection is lost when the data is to come
    drop                  the connection is lost after the data
    garbage               the data gets a reply that is none

Prints its port, and then a line for each mail it accepts, before it answers: recipient and Message-ID. Lines `clock SECONDS` on its
standard input set its clock and are answered by `clock`; it ends with its standard input.

    faulty_smtp.py CERTIFICATE KEY
"""

import asyncio
import email
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

GREYLISTED = 3600


class Faults:
    def __init__(self):
        self.clock = 0
        self._first_tried = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local.startswith("rcpt-"):
            return f"{local[5:8]} refused as asked"
        if local.startswith("grey") and self.clock < self._first_tried.setdefault(address, self.clock) + GREYLISTED:
            return "450 greylisted, come back in an hour"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        local = recipient.split("@")[0]
        if local.startswith("data-"):
            return f"{local[5:8]} refused as asked"
        if local == "hang":
            await asyncio.Event().wait()
        if local == "drop":
            server.transport.abort()
            return "250 OK"
        if local == "garbage":
            return "hello there"
        print(recipient, email.message_from_bytes(envelope.content)["Message-ID"], flush=True)
        return "250 OK"


class FaultySmtp(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("drop-data@"):
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def check_password(server, session, envelope, mechanism, auth_data):
    return AuthResult(success=auth_data.password != b"wrong", handled=False)


async def obey(faults):
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        faults.clock = int(line.split()[1])
        print("clock", flush=True)


async def serve(certificate, key):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    faults = Faults()
    server = await loop.create_server(
        lambda: FaultySmtp(
            faults,
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
    await obey(faults)


asyncio.run(serve(*sys.argv[1:]))
