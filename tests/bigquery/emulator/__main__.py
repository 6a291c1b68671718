"""Run the stand-in until it is told to end, or until whoever started it is gone."""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys

import structlog


async def _run(options: argparse.Namespace) -> None:
    # The emulator talks while it is being imported; standard output is for the places alone.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    from emulator.server import make

    stand_in = make(options.project, options.rest_port, options.grpc_port)
    await stand_in.start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(each, ended.set)
    places = {"rest": stand_in.rest_url, "grpc": stand_in.grpc_endpoint, "project": options.project}
    print(json.dumps(places), flush=True)
    if options.while_input_is_open:
        # Tests hold the other end: when they die, however they die, this ends too.
        watching = loop.run_in_executor(None, sys.stdin.read)
        watching.add_done_callback(lambda _: ended.set())
    await ended.wait()
    await stand_in.stop()
    # The thread of a stream that a client cancelled never ends, and Python would wait for it.
    os._exit(0)


def main() -> None:
    """Start the stand-in; its places are printed as one line of JSON once it answers."""
    parser = argparse.ArgumentParser(prog="emulator", description=main.__doc__)
    parser.add_argument("--project", default="stand-in")
    parser.add_argument("--rest-port", type=int, default=0, help="a free one if left out")
    parser.add_argument("--grpc-port", type=int, default=0, help="a free one if left out")
    parser.add_argument("--while-input-is-open", action="store_true", help="end with the standard input")
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
