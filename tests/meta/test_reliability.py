"""`docs/reliability.md` names tests that there are, and sentences that members read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/reliability.md").read_text()
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))
SENTENCES = sorted(set(re.findall(r"“([^”]+)”", DOCUMENT)))


@pytest.mark.parametrize(("path", "name"), PROOFS)
def test_each_proof_is_a_test(path: str, name: str) -> None:
    assert re.search(rf"^ *(?:async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_each_sentence_is_one_of_the_bots() -> None:
    said = "\n".join(path.read_text() for path in (ROOT / "cogs").rglob("*.py"))
    assert SENTENCES
    assert [sentence for sentence in SENTENCES if sentence not in said] == []


def test_each_row_of_faults_has_a_proof() -> None:
    rows = re.findall(r"^\| (?!fault |state ).*\|$", DOCUMENT, re.MULTILINE)
    assert len(rows) >= 30
    assert [row for row in rows if "tests/" not in row] == []
