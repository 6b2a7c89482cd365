"""What whoever asks a follow-up is told. Private."""

from collections.abc import Mapping
from typing import Final

from cogs.battle import screens
from cogs.common.look import SLATE, Reply, card, given_back, words
from community.battles import FollowUpRefused, Place, Reason, Turn, TurnState
from community.errors import Refusal

_SAID: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.ANOTHER: ("Somebody was faster", "Both models are answering another follow-up. Ask yours after it."),
    Reason.VOTED: (
        "Somebody has voted",
        "Ballots are for what everybody had read, so no more is asked before the names come out. You can ask then.",
    ),
    Reason.CLOSED: (
        "Not just now",
        "A follow-up can be asked while nobody has voted, and again after the names are out.",
    ),
    Reason.OVER: (
        "This battle is over",
        "Its names stay hidden, so nothing more is asked in it. A rematch starts anew.",
    ),
    Reason.LAST: ("That was the last turn", "This battle has all the turns that it can have. Now vote on the whole."),
    Reason.PICTURES: (
        "Pictures have one turn",
        "The models that paint remember nothing, so there is no follow-up here. Start a new battle with your change.",
    ),
    Reason.NOT_SUPPORTED: (
        "No more questions here",
        "The service that runs the models takes no further question in this battle. Everything stands as it was.",
    ),
    Reason.NO_ANSWER: (
        "No answer came",
        "The service that runs the models did not take the question. Nothing was used up, and the vote goes on.",
    ),
}


def asked(turn: Turn) -> Reply:
    """Both models have the question, or nobody can know yet."""
    where = {
        Place.BATTLE: "in the battle's message",
        Place.REPLY: "in a message of their own",
        Place.THREAD: "in the battle's thread",
    }[turn.place]
    if turn.state is TurnState.ASKING:
        given, file = given_back(turn.prompt)
        text = (
            "It was sent, and then nothing clear came back. Within a minute or two we know: either the answers appear "
            f"{where}, or everything stands as before and you can ask again."
        )
        return Reply(card(SLATE, words("### Nobody knows yet", text), *given), file)
    names = "still without names" if turn.blind else "with their names"
    return Reply(card(SLATE, words("### Both models are answering", f"Their answers come together {where}, {names}.")))


def refused(refusal: Refusal, *, question: str = "") -> Reply:
    """What was refused and why, with the question given back."""
    if not isinstance(refusal, FollowUpRefused):
        return screens.refusal(refusal, question=question)
    heading, text = _SAID[refusal.reason]
    given, file = given_back(question)
    return Reply(card(SLATE, words(f"### {heading}", text), *given), file)
