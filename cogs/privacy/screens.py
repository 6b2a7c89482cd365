"""What members see of privacy."""

from typing import Final

from discord import ButtonStyle, ui

from cogs.common.look import SLATE, TEAL, button, card, row, rule, small, words

FORGET: Final = "privacy:v1:forget"
_MEGABYTE: Final = 1024 * 1024
_OUT_OF_REACH: Final = (
    "**Out of reach**",
    "- What was sent to the services that run the models: your questions, without your name.",
    "- Backups of whoever runs this bot, until they are overwritten.",
    "- What others copied, and messages of your own on Discord.",
)
_QUOTAS: Final = (
    "What you used of your quotas, and for which battle or fight, stays until two days after they are full again."
)


def nothing() -> ui.LayoutView:
    """Nothing is kept of the member."""
    return card(TEAL, words("### Nothing is kept of you", "You neither started nor voted on anything here."))


def exported(file: str) -> ui.LayoutView:
    """The file, and what is in it."""
    return card(
        TEAL,
        words("### What is kept of you", "Everything, from all servers that this bot is on."),
        ui.File(f"attachment://{file}"),
        rule(),
        words(small("Have it forgotten with /privacy forget")),
    )


def too_large(size: int, limit: int) -> ui.LayoutView:
    """All of it is more than Discord takes."""
    said = f"It has {size / _MEGABYTE:.1f} MB even when packed, and here {limit / _MEGABYTE:.0f} MB fit."
    return card(SLATE, words("### That is too much for Discord", said, "Whoever runs this bot can hand it to you."))


def asked() -> ui.LayoutView:
    """What forgetting means, before it is done."""
    return card(
        SLATE,
        words(
            "### Shall everything about you be forgotten?",
            "On all servers, at once and for good:",
            "- Questions you asked are blanked here, also in the messages that show them.",
            "- Your ratings, reasons, guesses, reports and agreements are deleted.",
            "- Your ballots in open votes are withdrawn. In closed ones they still count, under a random number.",
            "- What is still going on is forgotten as soon as it is over.",
            f"- {_QUOTAS}",
        ),
        rule(),
        words(*_OUT_OF_REACH),
        row(button("Forget me", FORGET, style=ButtonStyle.danger)),
    )


def forgotten(*, waits: bool) -> ui.LayoutView:
    """It is done."""
    rest = ["A battle or fight of yours is still going on. It is forgotten as soon as it is over."] if waits else []
    gone = words("### You are forgotten", "What was kept of you is gone.", *rest, small(_QUOTAS))
    return card(TEAL, gone, rule(), words(*_OUT_OF_REACH))
