from arena.clients import names_of
from arena.wire import Battle, Comparison


def test_any_turn_that_was_voted_on_tells_the_names() -> None:
    first = Comparison(id="c1", turn_number=1, model_a="GPT-4o", model_b="Claude")
    second = Comparison(id="c2", turn_number=2)
    assert names_of(Battle(id="b1", comparisons=[first])) is not None
    assert names_of(Battle(id="b1", comparisons=[first, second])) == names_of(Battle(id="b1", comparisons=[first]))
    assert names_of(Battle(id="b1", comparisons=[second])) is None
    assert names_of(Battle(id="b1")) is None
