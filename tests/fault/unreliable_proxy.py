#!/usr/bin/env python3
"""A proxy that does to connections what networks do to them, and counts what it did.

    unreliable_proxy.py --seed NUMBER --counts FILE ROUTE...

A ROUTE is NAME=ADDRESS:PORT>SERVER_PORT,BYTES[,SECONDS]: what connects to that address is passed on to the server's port on 127.0.0.1, and after
about so many bytes of the route, whichever of its connections they go by, a fault befalls the connection that they have come to:

    delayed     what was to be passed on waits, up to two seconds, and what follows it
    cut         half of what was to be passed on is, then both sides are told of an end
    reset       both sides are told of an error; nothing is passed on
    silent      both sides are told nothing, and what they send is swallowed, until one of them gives up, or for so many SECONDS, then it is reset

The first four faults of a route are one of each kind, in an order of chance; then silence is half as frequent as each other. FILE has, as JSON, the
counts of each kind by route. On SIGUSR1 no further fault happens; connections that are silent stay so. The seed decides kinds and
distances; which connection is hit is a matter of what is sent.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import socket
import struct

KINDS = ("delayed", "cut", "reset", "silent")
LATER_KINDS = ("delayed", "cut", "reset") * 2 + ("silent",)
LARGEST_READ = 1 << 16
SHORTEST_DELAY, LONGEST_DELAY = 0.05, 2.0


class Faults:
    """When the next fault of a route is due, and which; what has happened is written to the file of counts."""

    def __init__(self, seed, path):
        self.seed, self.path, self.on, self.routes = seed, path, True, {}

    def stop(self):
        self.on = False

    def write(self):
        with open(self.path + ".new", "w", encoding="ascii") as file:
            json.dump({"seed": self.seed, "routes": {name: route.counts for name, route in self.routes.items()}}, file)
        os.rename(self.path + ".new", self.path)


class Route:
    def __init__(self, text, faults):
        match = re.fullmatch(r"(\w+)=([\d.]+):(\d+)>(\d+),(\d+)(?:,([\d.]+))?", text)
        if not match:
            raise SystemExit(f"not a route: {text}")
        self.name, self.address = match.group(1), match.group(2)
        self.port, self.server_port, self.mean_bytes = (int(match.group(i)) for i in (3, 4, 5))
        self.silence_seconds = float(match.group(6)) if match.group(6) else None
        self.faults, self.random = faults, random.Random(f"{faults.seed} {self.name}")
        self.counts = dict.fromkeys(KINDS, 0)
        self.deck = self.random.sample(KINDS, len(KINDS))
        self.left = self.distance()
        faults.routes[self.name] = self

    def distance(self):
        return self.random.expovariate(1 / self.mean_bytes)

    def due(self, size):
        """The kind of fault that befalls these bytes; None, as mostly."""
        self.left -= size
        if self.left > 0 or not self.faults.on:
            return None
        self.left = self.distance()
        if not self.deck:
            self.deck = self.random.sample(LATER_KINDS, len(LATER_KINDS))
        kind = self.deck.pop()
        self.counts[kind] += 1
        self.faults.write()
        return kind


def reset(writer):
    """Ends the connection by an error instead of an end."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Connection:
    def __init__(self, route, client, server):
        self.route, self.readers, self.writers = route, (client[0], server[0]), (client[1], server[1])
        self.silent = False

    async def run(self):
        """Until a side ends, or a fault ends both."""
        ways = [asyncio.create_task(self.pass_on(self.readers[i], self.writers[1 - i])) for i in (0, 1)]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for writer in self.writers:
            writer.close()

    async def pass_on(self, reader, writer):
        while data := await reader.read(LARGEST_READ):
            kind = None if self.silent else self.route.due(len(data))
            if kind == "delayed":
                await asyncio.sleep(self.route.random.uniform(SHORTEST_DELAY, LONGEST_DELAY))
            elif kind == "cut":
                writer.write(data[: len(data) // 2])
                await writer.drain()
                return
            elif kind == "reset":
                return self.reset_both()
            elif kind == "silent":
                self.silent = True
                if self.route.silence_seconds:
                    asyncio.get_running_loop().call_later(self.route.silence_seconds, self.reset_both)
            if not self.silent:
                writer.write(data)
                await writer.drain()

    def reset_both(self):
        for writer in self.writers:
            if not writer.is_closing():
                reset(writer)


async def serve(route, client_reader, client_writer):
    try:
        server = await asyncio.open_connection("127.0.0.1", route.server_port)
    except OSError:
        reset(client_writer)  # as if the server had refused
        return
    await Connection(route, (client_reader, client_writer), server).run()


def server_of(route):
    return asyncio.start_server(lambda reader, writer: serve(route, reader, writer), route.address, route.port)


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--counts", required=True)
    parser.add_argument("routes", nargs="+")
    arguments = parser.parse_args()
    faults = Faults(arguments.seed, arguments.counts)
    routes = [Route(text, faults) for text in arguments.routes]
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, faults.stop)
    faults.write()
    await asyncio.gather(*[(await server_of(route)).serve_forever() for route in routes])


asyncio.run(main())
