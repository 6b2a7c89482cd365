"""The drawing in `docs/architecture.md` is the structure there is, and the code keeps to what can be counted."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSES = ("bot", "cogs", "community", "arena", "storage", "sandbox")
LONGEST = 400


def modules() -> Iterator[Path]:
    for house in (*HOUSES, "tests", "benchmarks"):
        yield from sorted((ROOT / house).rglob("*.py"))


def drawing() -> list[str]:
    text = (ROOT / "docs/architecture.md").read_text()
    block = re.search(r"## Houses.*?```\n(.*?)```", text, flags=re.DOTALL)
    assert block
    return block[1].splitlines()


def test_each_house_is_drawn_and_each_drawn_house_exists() -> None:
    drawn = [line.split("/")[0] for line in drawing() if not line.startswith(" ")]
    assert sorted(drawn) == sorted([*HOUSES, "tests", "benchmarks"])


def test_each_part_of_the_arena_is_drawn_and_exists() -> None:
    drawn = {re.split(r"/|\.py| ", line.strip())[0] for line in drawing() if line.startswith("  ") and line.strip()}
    parts = {path.stem for path in (ROOT / "arena").iterdir() if not path.name.startswith("__")}
    assert {name for name in drawn if (ROOT / "arena" / name).exists()} == parts


def test_the_directions_are_drawn_alike_wherever_they_are_drawn() -> None:
    def directions(name: str) -> list[str]:
        return re.findall(r"^[a-z., ]+→.*$", (ROOT / name).read_text(), flags=re.MULTILINE)[:6]

    assert directions("docs/architecture.md")
    assert directions("docs/architecture.md") == directions("CONTRIBUTING.md")


@pytest.mark.parametrize("house", [*HOUSES, "tests"])
def test_a_long_module_says_why_in_its_docstring(house: str) -> None:
    for path in (ROOT / house).rglob("*.py"):
        source = path.read_text()
        if source.count("\n") > LONGEST:
            docstring = ast.get_docstring(ast.parse(source)) or ""
            assert "long because" in docstring.casefold(), f"{path} has more than {LONGEST} lines"


def test_each_exception_from_a_check_gives_its_reason() -> None:
    bare = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in modules()
        for line in path.read_text().splitlines()
        if (mark := re.search(r"#\s*(?:noqa|type: ignore)\b:?(.*)$", line)) and not re.search(r"[-(#]\s*\w", mark[1])
    ]
    assert bare == []
