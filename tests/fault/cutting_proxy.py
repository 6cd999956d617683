#!/usr/bin/env python3
"""A proxy before PostgreSQL that keeps answers to COMMIT from their client.

    cutting_proxy.py LISTEN_PORT SERVER_PORT ORDER_FILE

Everything passes until ORDER_FILE is there. Then, for the next answer to a COMMIT, the file's word decides:
    cut     the answer is dropped and the connection closed, on both sides
    hold    the answer, and what follows it, waits until the file is gone
The file is renamed to ORDER_FILE.done when an answer was kept. Both connections and the server stay what they are: what was committed is
committed.
"""

import asyncio
import os
import sys

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"  # CommandComplete
LARGEST_READ = 1 << 16
POLL_SECONDS = 0.05


def take_order(path):
    """The word in the order file, which is then taken; None where there is none."""
    try:
        with open(path, encoding="ascii") as file:
            word = file.read().strip()
        os.rename(path, path + ".done")
        return word
    except FileNotFoundError:
        return None


async def pass_on(reader, writer):
    while data := await reader.read(LARGEST_READ):
        writer.write(data)
        await writer.drain()


async def pass_answers(reader, writer, order_file):
    """A COMMIT's answer is a dozen bytes that the server sends with ReadyForQuery: it is never in two reads."""
    while data := await reader.read(LARGEST_READ):
        if COMMITTED in data:
            word = take_order(order_file)
            if word == "cut":
                return
            while word == "hold" and os.path.exists(order_file + ".done"):
                await asyncio.sleep(POLL_SECONDS)
        writer.write(data)
        await writer.drain()


async def serve(client_reader, client_writer, server_port, order_file):
    server_reader, server_writer = await asyncio.open_connection("127.0.0.1", server_port)
    tasks = [
        asyncio.create_task(pass_on(client_reader, server_writer)),
        asyncio.create_task(pass_answers(server_reader, client_writer, order_file)),
    ]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for writer in (client_writer, server_writer):
        writer.close()


async def main():
    listen_port, server_port, order_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    server = await asyncio.start_server(
        lambda reader, writer: serve(reader, writer, server_port, order_file), "127.0.0.1", listen_port
    )
    async with server:
        await server.serve_forever()


asyncio.run(main())
