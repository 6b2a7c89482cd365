"""What is said wherever something broke here."""

from discord import ui

from cogs.common.look import RED, card, support_line, words


def apology(code: str, *, heading: str) -> ui.LayoutView:
    """Something went wrong on our side; `code` stands in the log as well."""
    return card(RED, words(f"### {heading}", "The fault is ours. Please try once more.", support_line(code)))
