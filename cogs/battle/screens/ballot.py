"""Screen 4: a member's own ballot. Private."""

from discord import ButtonStyle, ui

from arena.wire import Winner
from cogs.battle.custom_ids import Withdraw
from cogs.battle.menu_ids import GuessModels, SayWhy
from cogs.battle.screens.parts import CHOICES, vote_row
from cogs.common.look import INDIGO, SLATE, Part, button, card, row, rule, small, words
from cogs.common.text import relative, time_of_day
from community.battles.values import BallotCast, Battle, BattleId, State


def ballot(battle: BattleId, cast: BallotCast) -> ui.LayoutView:
    """A ballot that was counted, changed or withdrawn. No button is blue: a confirmation must not invite a change."""
    if cast.choice is None:
        return _withdrawn(battle, cast)
    if cast.decisive:
        return card(
            INDIGO,
            words(
                f"### Your ballot: {CHOICES[cast.choice]}",
                "Counted. The first vote decides here, so voting has closed. Other members never see whose it was.",
            ),
        )
    happened = "Counted."
    if cast.previous is not None:
        same = cast.previous is cast.choice
        happened = "It was that already." if same else f"Changed from {CHOICES[cast.previous]}."
    return card(
        INDIGO,
        words(
            f"### Your ballot: {CHOICES[cast.choice]}",
            f"{happened} Until the close, at {time_of_day(cast.closes_at)}, you can change or withdraw it. "
            "Other members never see it.",
        ),
        rule(),
        words(small("Change it")),
        vote_row(
            battle,
            button("Withdraw", Withdraw(battle).encode()),
            choices=[choice for choice in CHOICES if choice is not cast.choice],
            pair=ButtonStyle.secondary,
        ),
        words(small("Add to it, if you like")),
        beside_ballot(battle),
    )


def beside_ballot(battle: BattleId, *, said: bool = False) -> Part:
    """What may be added to a ballot, on every page of it; `said` where it has a reason already."""
    return row(
        button("Change the reason" if said else "Say why", SayWhy(battle).encode()),
        button("Guess the models", GuessModels(battle).encode()),
    )


def _withdrawn(battle: BattleId, cast: BallotCast) -> ui.LayoutView:
    until = f"until the close, at {time_of_day(cast.closes_at)}."
    heading, text = (
        ("### Ballot withdrawn", f"You can vote again {until}")
        if cast.previous
        else ("### You have no ballot here", f"You can vote {until}")
    )
    return card(INDIGO, words(heading, text), rule(), vote_row(battle, pair=ButtonStyle.secondary))


def ballot_refused(battle: Battle, own: Winner | None) -> ui.LayoutView:
    """A ballot that came too late, or before there was anything to vote on. `own` is the ballot that stands."""
    if battle.state in {State.CREATING, State.ANSWERING}:
        return card(SLATE, words("### Voting has not opened yet", "It opens when both answers are here."))
    if battle.state is State.VOTING:
        stands = f"Your ballot is {CHOICES[own]}." if own else "You have no ballot."
        return card(
            SLATE,
            words(
                "### Time is up",
                f"The ballots are being counted. If the vote goes on after all, try again in a moment. {stands}",
            ),
        )
    when = battle.closed_at or battle.closes_at
    closed = f"It closed {relative(when)}." if when else "This battle is over."
    standing = f"Your ballot was {CHOICES[own]}." if own else "You had no ballot."
    return card(SLATE, words("### Voting has closed", f"{closed} {standing}"))
