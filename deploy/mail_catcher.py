"""A mail server that keeps what it is sent: the SMTP side of a local run and of the tests.

It asks of a client what a real submission server does (STARTTLS, then AUTH; SMTPUTF8 offered) and writes each mail as one file,
with the envelope in front as a mail delivery agent writes it (Return-Path, Delivered-To). Mailboxes whose name begins with `refused` it
refuses for good, so that what becomes of such a mail can be seen:

    mail_catcher.py --listen 127.0.0.1:7133 --certificate mail.crt --key mail.key --user lianfang --password-file smtp --directory mail
"""

import argparse
import asyncio
import datetime
import hmac
import itertools
import os
import pathlib
import signal
import ssl

from aiosmtpd.smtp import SMTP, AuthResult


class MailDirectory:
    """Writes mails as `<time>-<n>.eml`; a reader never sees half a file, since it gets its name when it is whole."""

    def __init__(self, directory):
        self._directory = directory
        self._numbers = itertools.count(1)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        now = datetime.datetime.now(datetime.timezone.utc)
        name = f"{now:%Y%m%dT%H%M%S.%fZ}-{next(self._numbers)}.eml"
        trace = [f"Return-Path: <{envelope.mail_from}>"] + [f"Delivered-To: {to}" for to in envelope.rcpt_tos]
        unfinished = self._directory / f".{name}"
        with open(unfinished, "wb") as file:
            file.write("".join(line + "\r\n" for line in trace).encode() + envelope.content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._directory / name)
        print(f"{name}: from <{envelope.mail_from}> to {', '.join(envelope.rcpt_tos)}", flush=True)
        return "250 OK: kept"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, auth_data):
        known = getattr(auth_data, "login", b"") == user and hmac.compare_digest(auth_data.password, password)
        return AuthResult(success=known, handled=known)

    return check


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listen", required=True, metavar="HOST:PORT")
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password-file", required=True, type=pathlib.Path)
    parser.add_argument("--directory", required=True, type=pathlib.Path)
    return parser.parse_args()


async def serve(options):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(options.certificate, options.key)
    mails = MailDirectory(options.directory)
    check = authenticator(options.user.encode(), options.password_file.read_bytes().strip())
    host, port = options.listen.rsplit(":", 1)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            mails,
            hostname="localhost",
            ident="lianfang mail catcher",
            tls_context=tls,
            require_starttls=True,
            auth_required=True,
            authenticator=check,
            enable_SMTPUTF8=True,
            loop=loop,
        ),
        host,
        int(port),
    )
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    async with server:
        await stop.wait()


asyncio.run(serve(arguments()))
