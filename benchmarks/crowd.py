"""How soon are three hundred members answered who press within one second on one battle?

The real bot in a process of its own, its database on the disk, on a Discord on loopback. Fails where anybody waits
longer than Discord does.
"""

import asyncio
import os
import tempfile
from pathlib import Path

import numpy as np

from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from tests.flows.crowd import Pressed, crowded, press_at_once
from tests.flows.places import place

MEMBERS = 300


async def measured() -> Pressed:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            place(Path(folder), acknowledge_seconds=ACKNOWLEDGE_SECONDS) as there,
            crowded(there, MEMBERS) as (flow, people),
        ):
            return await press_at_once(flow, people, within=1.0)


def main() -> None:
    before = os.getloadavg()[0]
    pressed = asyncio.run(measured())
    took = np.array(list(pressed.seconds.values()))
    p50, p99 = np.percentile(took, [50, 99])
    print(f"ballots       {MEMBERS} in a second")
    print(f"unanswered    {pressed.unanswered}")
    print(f"seconds       p50 {p50:.2f}  p99 {p99:.2f}  most {took.max():.2f}; Discord waits 3")
    print(f"machine       {os.cpu_count()} cores, load {before:.2f} before and {os.getloadavg()[0]:.2f} after")
    raise SystemExit(pressed.unanswered > 0)


if __name__ == "__main__":
    main()
