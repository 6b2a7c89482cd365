"""Boards and feeds as bodies of the published API."""

from collections.abc import Iterable, Sequence

from arena import wire
from arena.api.views import milliseconds, picture_url
from arena.engine.boards import Meeting, Standing, win_rate
from arena.engine.feeds import Voted


def board_body(standings: Iterable[Standing]) -> list[wire.Standing]:
    """The rows of a board."""
    return [
        wire.Standing(
            id=row.slug,
            creation_time=milliseconds(row.since),
            model_name=row.name,
            elo_rating=row.rating,
            rank=row.rank,
            wins=row.record.wins,
            losses=row.record.losses,
            ties=row.record.ties,
            total_votes=row.record.votes,
            win_rate=row.record.win_rate,
            input_cost_per_1m=row.input_cost,
            output_cost_per_1m=row.output_cost,
            value_score=row.value_score,
            both_bad=row.record.both_bad,
            elo_lower=row.lower,
            elo_upper=row.upper,
            rank_best=row.best_rank,
            rank_worst=row.worst_rank,
            mostly_prior=row.mostly_prior,
            style_elo=row.style_rating,
        )
        for row in standings
    ]


def meeting_body(meeting: Meeting) -> wire.HeadToHead:
    """One row of head-to-head."""
    count = meeting.count
    ties = count.ties + count.both_bad
    return wire.HeadToHead(
        model_a=meeting.name_first,
        model_b=meeting.name_second,
        wins_a=count.wins_first,
        wins_b=count.wins_second,
        ties=ties,
        total_votes=count.wins_first + count.wins_second + ties,
        win_rate_a=win_rate(count.wins_first, count.wins_second),
    )


def feed_body(votes: Sequence[Voted]) -> list[wire.FeedVote]:
    """Votes with comments. Models are not named in these feeds."""
    return [
        wire.FeedVote(
            id=vote.id,
            creation_time=milliseconds(vote.at),
            winner=vote.winner.value,
            user_locale=vote.locale,
            prompt=vote.prompt,
            modality=vote.modality.value,
            feedback=vote.feedback,
            has_feedback=vote.feedback is not None,
        )
        for vote in votes
    ]


def comparisons_body(votes: Sequence[Voted], *, base_url: str) -> list[wire.ModelComparison]:
    """Battles of a model, both names included: they were revealed by their vote."""
    return [
        wire.ModelComparison(
            id=vote.id,
            creation_time=milliseconds(vote.at),
            model_a=vote.names.a,
            model_b=vote.names.b,
            winner=vote.winner.value,
            prompt=vote.prompt,
            response_a=_shown(vote.responses.a, vote, base_url),
            response_b=_shown(vote.responses.b, vote, base_url),
            user_locale=vote.locale,
            modality=vote.modality.value,
        )
        for vote in votes
    ]


def _shown(answer: str, vote: Voted, base_url: str) -> str:
    return picture_url(answer, base_url) if vote.modality is wire.Modality.IMAGE else answer
