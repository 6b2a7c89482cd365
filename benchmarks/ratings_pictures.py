"""Draws the pictures of docs/ratings.md from the code: simulated communities, as in ratings_coverage.py.

Usage: python benchmarks/ratings_pictures.py
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ratings_coverage import Floats, World, measure, simulate

from arena.ratings import POINTS, Board, Prior, rate
from arena.ratings.board import COVERAGE

FOLDER = Path(__file__).parents[1] / "docs/ratings"
SEED = 20
WIDTH, ROW, TOP, LEFT = 250, 24, 58, 20
INK, FAINT, BLUE, RED, PAPER = "#24292f", "#d0d7de", "#0969da", "#cf222e", "#ffffff"
LOWEST, HIGHEST = 700.0, 1300.0


def text(x: float, y: float, words: str, *, size: int = 13, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 1) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def save(name: str, width: float, height: float, shapes: Sequence[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
    font = 'font-family="DejaVu Sans, Verdana, Arial, sans-serif"'
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    (FOLDER / name).write_text("\n".join((f"{head} {font}>", paper, *shapes, "</svg>")) + "\n", encoding="utf-8")


def panel(board: Board, truth: Floats, order: Sequence[str], left: float, title: str) -> list[str]:
    """One board: a bar from the lower to the upper bound, a dot for the rating, a red tick for the truth."""

    def across(points: float) -> float:
        return left + WIDTH * (min(max(points, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)

    bottom = TOP + ROW * len(order)
    shapes = [text(left + WIDTH / 2, 26, title, size=14, anchor="middle")]
    for points in range(int(LOWEST), int(HIGHEST) + 1, 100):
        shapes += [line(across(points), TOP - 14, across(points), bottom - 6, colour=FAINT)]
        if points % 200 == 0:
            shapes += [text(across(points), bottom + 12, str(points), size=11, anchor="middle")]
    for place, model in enumerate(order):
        y = TOP + ROW * place
        row = next((row for row in board.standings if row.model == model), None)
        if row:
            shapes += [line(across(row.lower), y, across(row.upper), y, colour=BLUE, width=5)]
            shapes += [f'<circle cx="{across(row.rating):.1f}" cy="{y}" r="4.5" fill="{INK}"/>']
        true = across(1000 + POINTS * truth[int(model)])
        shapes += [line(true, y - 8, true, y + 8, colour=RED, width=2.5)]
    return shapes


def boards(name: str, panels: Sequence[tuple[Board, str]], truth: Floats) -> None:
    order = [f"{model:02}" for model in np.argsort(-truth)]
    height = TOP + ROW * len(order) + 48
    width = LEFT + len(panels) * (WIDTH + LEFT)
    shapes = []
    for place, (board, title) in enumerate(panels):
        shapes += panel(board, truth, order, LEFT + place * (WIDTH + LEFT), title)
    legend = "dot: rating · bar: 95 % interval · red: the truth, which only a simulation knows"
    save(name, width, height, [*shapes, text(width / 2, height - 10, legend, size=12, anchor="middle")])


def draw_shrinking() -> None:
    """The same community after 30, 300 and 1,000 battles."""
    panels, truth = [], np.zeros(0)
    for battles in (30, 300, 1000):
        table, strengths, prior = simulate(World(models=10, battles=battles, voters=5), np.random.default_rng(SEED))
        truth = strengths - strengths.mean()
        panels.append((rate(table, prior=prior), f"{battles:,} battles"))
    boards("battles.svg", panels, truth)


def draw_prior() -> None:
    """The same 30 battles without and with a world's board that is about right."""
    world = World(models=10, battles=30, voters=5, known=True, spread=0.2)
    table, strengths, prior = simulate(world, np.random.default_rng(SEED))
    panels = [
        (rate(table, prior=Prior()), "30 battles, nothing else known"),
        (rate(table, prior=prior), "30 battles and the world's board"),
    ]
    boards("prior.svg", panels, strengths - strengths.mean())


def draw_voters() -> None:
    """How often intervals hold the truth, by voters a battle: ours, and where ballots are taken for independent."""
    voters, communities, height, base = (1, 2, 5, 10, 20), 300, 300.0, 250.0
    shares = [measure(World(models=10, battles=300, voters=count), communities).coverage for count in voters]
    wide, left = 560.0, 60.0

    def at(place: float, share: float) -> tuple[float, float]:
        return left + 90 * place + 30, base - 200 * (share - 0.5) / 0.5

    shapes = [text(wide / 2, 24, "How often does the 95 % interval hold the truth?", size=14, anchor="middle")]
    for percent in range(50, 101, 10):
        _, y = at(0, percent / 100)
        shapes += [line(left, y, wide - 60, y, colour=FAINT)]
        shapes += [text(left - 8, y + 4, f"{percent} %", size=11, anchor="end")]
    _, y = at(0, COVERAGE)
    shapes += [line(left, y, wide - 60, y), text(wide - 54, y + 4, f"{COVERAGE * 100:.0f} %", size=11)]
    for which, colour in ((0, BLUE), (2, RED)):
        spots = [at(place, share[which]) for place, share in enumerate(shares)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        shapes += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>']
        shapes += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in spots]
    shapes += [
        text(at(place, 0)[0], base + 18, str(count), size=12, anchor="middle") for place, count in enumerate(voters)
    ]
    shapes += [text(wide / 2, base + 38, "voters on each battle", size=12, anchor="middle")]
    shapes += [text(at(2.1, 0)[0], at(0, 0.90)[1] + 4, "this board", colour=BLUE)]
    shapes += [text(at(0.2, 0)[0], at(0, 0.73)[1], "ballots taken for independent", colour=RED)]
    save("voters.svg", wide, height, shapes)


if __name__ == "__main__":
    draw_shrinking()
    draw_prior()
    draw_voters()
