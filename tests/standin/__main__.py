"""The stand-in by hand: listens until interrupted, and tells every request that comes."""

import argparse
import asyncio
import contextlib

from tests.standin import FAULTS, LIES, StandIn
from tests.standin.gen import PROFILES, scaled

# A request is looked for so often; nobody waits for it.
_LOOK_S = 0.2


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    options.add_argument("--port", type=int, default=9999)
    options.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    options.add_argument("--profile", choices=PROFILES, help="how slow a real service was seen")
    options.add_argument("--fault", action="append", default=[], help="the next answer; may repeat")
    options.add_argument("--faults", action="store_true", help="list the faults and leave")
    chosen = options.parse_args()
    if chosen.faults:
        print(*FAULTS, *LIES, sep="\n")  # noqa: T201  # what was asked for
        return
    latency = scaled(chosen.profile, 1.0) if chosen.profile else None
    async with StandIn(port=chosen.port, latency_s=chosen.latency, latency=latency) as service:
        for fault in chosen.fault:
            service.script(fault)
        print(  # noqa: T201  # for whoever started it
            f"BOOKREADER_ILLUSTRATION__POLLINATIONS__URL={service.url}\n"
            f"BOOKREADER_ILLUSTRATION__POLLINATIONS__LEGACY_URL={service.url}\n"
            f"BOOKREADER_ILLUSTRATION__OPENAI__URL={service.url}/v1\n"
            f"BOOKREADER_ILLUSTRATION__AUTOMATIC1111__URL={service.url}\n"
            f"BOOKREADER_ILLUSTRATION__COMFYUI__URL={service.url}\n"
            f"BOOKREADER_ILLUSTRATION__FAL__URL={service.url}\n"
            f"BOOKREADER_LANGUAGE__URL={service.url}/v1",
            flush=True,
        )
        told = 0
        while True:
            for request in service.requests[told:]:
                print(request.method, request.target, len(request.body), "bytes", flush=True)  # noqa: T201  # the log
            told = len(service.requests)
            await asyncio.sleep(_LOOK_S)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
