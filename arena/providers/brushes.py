"""How the painters draw: each brush fills a square of colours from a generator of random numbers."""

import colorsys
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Canvas: TypeAlias = npt.NDArray[np.uint8]
"""Colours, (side, side, 3)."""
_Floats: TypeAlias = npt.NDArray[np.float64]


def plasma(rng: np.random.Generator, side: int) -> Canvas:
    """Waves of different lengths and directions, added up."""
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    height = np.zeros((side, side))
    for _ in range(7):
        direction, length, phase = rng.uniform(0, 2 * np.pi), rng.uniform(1.5, 9), rng.uniform(0, 2 * np.pi)
        height += np.sin(2 * np.pi * length * (np.cos(direction) * x + np.sin(direction) * y) + phase) / np.sqrt(length)
        height += np.sin(2 * np.pi * length * np.hypot(x - rng.random(), y - rng.random())) / (2 * np.sqrt(length))
    return _coloured(_stretched(height), _palette(rng, 5))


def glass(rng: np.random.Generator, side: int) -> Canvas:
    """Panes around scattered seeds, with lead between them."""
    seeds = rng.random((int(rng.integers(30, 70)), 2))
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    nearest, second = np.full((side, side), np.inf), np.full((side, side), np.inf)
    owner = np.zeros((side, side), dtype=np.intp)
    for number, (seed_x, seed_y) in enumerate(seeds):
        distance = np.hypot(x - seed_x, y - seed_y)
        closer = distance < nearest
        second = np.where(closer, nearest, np.minimum(second, distance))
        owner[closer] = number
        nearest = np.minimum(nearest, distance)
    panes = _palette(rng, 6)[rng.integers(0, 6, len(seeds))][owner]
    light = 1.15 - 1.6 * nearest[..., np.newaxis]
    lead = ((second - nearest) > 0.008)[..., np.newaxis]  # noqa: PLR2004 - the width of the lead
    return _bytes(panes * light * np.where(lead, 1.0, 0.12))


def streams(rng: np.random.Generator, side: int) -> Canvas:
    """Thousands of points that drift in a smooth current and leave light."""
    points = 6_000
    position = rng.random((points, 2))
    colours = _palette(rng, 4)[rng.integers(0, 4, points)]
    waves = [(rng.uniform(1, 4, 2), rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.5)) for _ in range(4)]
    light = np.zeros((side, side, 3))
    for _ in range(160):
        angle = sum(
            (weight * np.sin(2 * np.pi * position @ wave + phase) for wave, phase, weight in waves), np.zeros(1)
        )
        heading = np.pi * angle
        position = (position + 0.0014 * np.column_stack([np.cos(heading), np.sin(heading)])) % 1.0
        cells = np.minimum((position * side).astype(np.intp), side - 1)
        np.add.at(light, (cells[:, 1], cells[:, 0]), colours)
    ground = _palette(rng, 1)[0] * 0.12
    return _bytes(ground + 1.0 - np.exp(-0.9 * light))


def rosette(rng: np.random.Generator, side: int) -> Canvas:
    """One petal, repeated around the middle."""
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    petals = int(rng.integers(5, 14))
    height = np.zeros((side, side))
    for _ in range(5):
        rings, twist, phase = rng.uniform(2, 9), rng.uniform(-3, 3), rng.uniform(0, 2 * np.pi)
        height += np.cos(petals * (angle + twist * radius)) * np.sin(2 * np.pi * rings * radius + phase)
    shade = np.clip(1.25 - radius**2, 0.15, 1.0)[..., np.newaxis]
    stepped = np.floor(_stretched(height) * 9) / 8
    return _bytes(_coloured(np.clip(stepped, 0, 1), _palette(rng, 4)) / 255 * shade)


def _palette(rng: np.random.Generator, colours: int) -> _Floats:
    """Colours that go together: hues beside each other, some darker and some lighter; (colours, 3) in 0 to 1."""
    start, spread = rng.random(), rng.uniform(0.25, 0.7)
    return np.array(
        [
            colorsys.hls_to_rgb((start + spread * step / max(1, colours - 1)) % 1, rng.uniform(0.3, 0.75), 0.75)
            for step in range(colours)
        ]
    )


def _stretched(height: _Floats) -> _Floats:
    """The same relief between 0 and 1."""
    low, high = height.min(), height.max()
    return np.asarray((height - low) / max(high - low, 1e-9))


def _coloured(height: _Floats, palette: _Floats) -> Canvas:
    """Each height in 0 to 1 as a mixture of its two nearest colours."""
    stops = np.linspace(0, 1, len(palette))
    return _bytes(np.stack([np.interp(height, stops, palette[:, channel]) for channel in range(3)], axis=-1))


def _bytes(colours: _Floats) -> Canvas:
    return (np.clip(colours, 0, 1) * 255).astype(np.uint8)
