from arena.clients import names_of
from arena.wire import Battle, Comparison


def test_the_latest_turn_decides_whether_names_show() -> None:
    first = Comparison(id="c1", turn_number=1, model_a="GPT-4o", model_b="Claude")
    second = Comparison(id="c2", turn_number=2)
    assert names_of(Battle(id="b1", comparisons=[second, first])) is None
    assert names_of(Battle(id="b1", comparisons=[first])) is not None
    assert names_of(Battle(id="b1")) is None
