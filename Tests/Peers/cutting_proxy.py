"""A TCP proxy on 127.0.0.1 that breaks connections: cutting_proxy.py PORT PLAN...

The n-th connection follows the n-th plan, later ones the last: `pass` forwards everything, `cut:N` resets the connection after N bytes
from the server, `freeze:N` forwards nothing more after them and keeps it open. Prints its own port; ends when stdin closes.
"""
import asyncio
import itertools
import sys

target = int(sys.argv[1])
plans = itertools.chain(sys.argv[2:], itertools.repeat(sys.argv[-1]))


async def forward(reader, writer, left, kind):
    try:
        while left > 0 and (data := await reader.read(min(left, 4096))):
            left -= len(data)
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        return
    if left == 0 and kind == "freeze":
        await asyncio.Event().wait()


async def serve(reader, writer):
    kind, _, count = next(plans).partition(":")
    upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", target)
    unlimited = 1 << 62
    directions = [
        asyncio.ensure_future(forward(reader, upstream_writer, unlimited, "pass")),
        asyncio.ensure_future(forward(upstream_reader, writer, int(count or unlimited), kind)),
    ]
    await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
    for direction in directions:
        direction.cancel()
    writer.transport.abort()
    upstream_writer.transport.abort()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
