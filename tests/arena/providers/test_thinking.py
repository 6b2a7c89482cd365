import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.providers.thinking import ThinkingFilter

TEXTS = st.lists(st.sampled_from(["<think>", "</think>", "<thi", "nk>", "<", ">", " ", "\n", "word", "é"])).map("".join)


def _filtered(pieces: list[str]) -> str:
    thinking = ThinkingFilter()
    return "".join(thinking.feed(piece) for piece in pieces) + thinking.flush()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Forty-two.", "Forty-two."),
        ("<think>6 times 7</think>\n\nForty-two.", "Forty-two."),
        ("\n<think>\n\n</think>\n\nForty-two.", "Forty-two."),
        ("<think>a</think> <think>b</think> Forty-two.", "Forty-two."),
        ("Write <think>x</think> around it.", "Write <think>x</think> around it."),
        ("<think>and on and on", ""),
        ("<thinking is hard", "<thinking is hard"),
        ("  indented", "  indented"),
        ("<thi", "<thi"),
        ("", ""),
    ],
)
def test_only_thinking_at_the_start_is_left_out(text: str, answer: str) -> None:
    assert _filtered([text]) == answer


@given(text=TEXTS, data=st.data())
def test_where_the_text_is_cut_makes_no_difference(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert _filtered(pieces) == _filtered([text])


@given(text=st.text().filter(lambda text: not text.lstrip().startswith("<think>")))
def test_a_text_without_thinking_passes_unchanged(text: str) -> None:
    assert _filtered(list(text)) == text
