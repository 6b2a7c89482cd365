"""How often the local model finds the better of two answers to 50 obvious questions, against a throw of a coin (25).

It judges as in a fight (`LocalModel.weigh`), once in one order and once averaged over both. The questions were written
by hand before the first measurement (`judging.jsonl`). Run with `PYTHONPATH=. python benchmarks/judging.py`.
"""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

from arena.providers import LocalModels, baselines
from arena.wire import WeighingModel

ITEMS = [json.loads(line) for line in Path(__file__).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]


async def main() -> None:
    async with httpx.AsyncClient() as client, LocalModels.start(client) as local:
        for judge in (local.models[0], *baselines(random.Random(1))):  # noqa: S311 - no secret depends on it
            await measure(judge)


async def measure(judge: WeighingModel) -> None:
    one_order = averaged = first_place = 0.0
    by_kind: defaultdict[str, float] = defaultdict(float)
    began = time.perf_counter()
    for item in ITEMS:
        question, good, bad = item["question"], item["good"], item["bad"]
        good_first, bad_second = await judge.weigh(question, [good, bad])
        bad_first, good_second = await judge.weigh(question, [bad, good])
        one_order += (hit(good_first, bad_second) + hit(good_second, bad_first)) / 2
        first_place += (hit(good_first, bad_second) + hit(bad_first, good_second)) / 2
        right = hit(good_first + good_second, bad_first + bad_second)
        averaged += right
        by_kind[item["kind"]] += right
    seconds = (time.perf_counter() - began) / len(ITEMS) / 2
    print(f"{judge.card.name}: right in {averaged:g} of {len(ITEMS)} averaged over both orders")
    print(f"  in one order {one_order:g}; the first place is preferred in {first_place / len(ITEMS):.0%}")
    sizes = Counter(item["kind"] for item in ITEMS)
    print("  " + ", ".join(f"{kind} {by_kind[kind]:g}/{size}" for kind, size in sizes.items()))
    print(f"  {seconds * 1000:.0f} ms a look")


def hit(better: float, worse: float) -> float:
    return 0.5 if better == worse else float(better > worse)


asyncio.run(main())
