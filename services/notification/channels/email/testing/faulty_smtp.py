"""A mail server that fails as the recipient's name tells it to, for the tests of sending.

STARTTLS and AUTH (any password but `wrong`) are required. The recipient's local part decides:

    rcpt-550, rcpt-450    answered so after RCPT
    data-554, data-451    answered so after the data
    grey…                 refused with 450 until it was first tried an hour ago, by the clock that the test sets
    hang                  the data is never answered
    drop-data             the connection is lost when the data is to come
    drop                  the connection is lost after the data
    garbage               the data gets a reply that is none

Prints its port, and then a line for each mail it accepts, before it answers: recipient and Message-ID. It ends with its standard
input, and obeys these lines there, each answered by its first word:

    clock SECONDS         sets its clock
    fault NAME            how it treats everybody from now on, old connections included:
                            none
                            greeting    554 as a greeting
                            sender      553 at MAIL
                            quota       550 at MAIL
                            limit       550 at MAIL from the sixth mail on that it takes
                            helo        504 at RCPT unless the client's name has a dot
                            client      554 5.7.1 at RCPT
                            auth        offers GSSAPI, NTLM and LOGIN
    ehlo                  the answer has the name in the last EHLO, too
    connections           the answer has how many there were so far, too

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
        self.fault = "none"
        self.taken = 0
        self.ehlo = ""
        self.connections = 0
        self._first_tried = {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = self.ehlo = hostname
        if self.fault != "auth":
            return responses
        return ["250-AUTH GSSAPI NTLM LOGIN" if line.startswith("250-AUTH ") else line for line in responses]

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.fault == "sender":
            return "553 Mail from must equal authorized user"
        if self.fault == "quota":
            return "550 daily quota exceeded"
        if self.fault == "limit" and self.taken >= 5:
            return "550 Connection frequency limited"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.fault == "helo" and "." not in session.host_name:
            return f"504 5.5.2 <{session.host_name}>: Helo command rejected: need fully-qualified hostname"
        if self.fault == "client":
            return "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied"
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
        self.taken += 1
        print(recipient, email.message_from_bytes(envelope.content)["Message-ID"], flush=True)
        return "250 OK"


class FaultySmtp(SMTP):
    def connection_made(self, transport):
        if self.transport is None:  # STARTTLS begins the same connection once more
            self.event_handler.connections += 1
        super().connection_made(transport)

    async def push(self, status):
        if self.event_handler.fault == "greeting" and isinstance(status, str) and status.startswith("220 localhost"):
            await super().push("554 5.7.1 You are not allowed to connect")
            self.transport.close()
            return
        await super().push(status)

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
        command, _, value = line.strip().partition(" ")
        if command == "clock":
            faults.clock = int(value)
        elif command == "fault":
            faults.fault = value
            faults.taken = 0
        print(command, {"ehlo": faults.ehlo, "connections": faults.connections}.get(command, ""), flush=True)


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
