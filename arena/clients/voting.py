"""A vote whose answer may get lost: the battle itself says whether it counted."""

from arena.clients.errors import ArenaError, ArenaRefused, VoteFailed
from arena.clients.modelchorus import ModelChorusClient
from arena.wire import HIDDEN_NAME_A, HIDDEN_NAME_B, Battle, CastVote, ModelsRevealed


async def vote_and_names(client: ModelChorusClient, battle_id: str, vote: CastVote) -> ModelsRevealed:
    """Cast the vote of the latest turn and return the names, even when the answer to the vote was lost.

    When the effect of the vote is unknown, or the arena says that there was a vote already, the battle is polled; if it
    shows names, the vote stands. Which choice stands then is not known to the arena's clients: the caller's own row is
    the record of what was sent.

    Raises:
        ArenaError: no names can be had: the error of the vote. The poll's only where the arena says that there was a
            vote, and the poll, which would tell whether that is ours, may succeed another time.
    """
    try:
        return await client.vote(battle_id, vote)
    except ArenaError as failure:
        if failure.nothing_happened and not isinstance(failure, VoteFailed):
            raise
        try:
            names = names_of(await client.battle(battle_id))
        except ArenaError as unseen:
            if isinstance(failure, VoteFailed) and (unseen.transient or not isinstance(unseen, ArenaRefused)):
                raise unseen from failure
            raise failure from None
        if names is None:
            raise
        return names


def names_of(battle: Battle) -> ModelsRevealed | None:
    """The names that any turn of a battle shows, None while they are hidden in all.

    A battle has the same two models in every turn, and a turn that failed never shows them.
    """
    for comparison in battle.comparisons:
        if comparison.model_a != HIDDEN_NAME_A and comparison.model_b != HIDDEN_NAME_B:
            return ModelsRevealed(model_a=comparison.model_a, model_b=comparison.model_b)
    return None
