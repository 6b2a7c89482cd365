import pytest

from community.consent import Destination, without_names


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("<@123> and <@!4> ask <@&5> in <#6>", "somebody and somebody ask somebody in somebody"),
        ("Is @everyone wrong, @here?", "Is somebody wrong, somebody?"),
        ("Ada Lovelace says Ada is right, @ada!", "somebody says somebody is right, somebody!"),
        ("Adaptation is no name", "Adaptation is no name"),
        ("<a:party:1> at </battle start:2>", ":party: at somebody"),
        ("Jo knows", "Jo knows"),
        ("  Why?  ", "Why?"),
    ],
)
def test_mentions_and_names_are_taken_out(message: str, expected: str) -> None:
    assert without_names(message, ["Ada", "Ada Lovelace", "Jo", "(c++)"]) == expected


def test_only_hosted_systems_can_be_forbidden() -> None:
    assert {destination for destination in Destination if destination.hosted} == {
        Destination.SERVICE,
        Destination.FEEDS,
    }
