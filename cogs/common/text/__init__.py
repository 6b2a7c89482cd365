"""Strangers' markdown made safe, cut fairly and paged; numbers and times. Nothing here knows discord.py."""

from cogs.common.text.figures import elapsed, price, relative, tally_chart, time_of_day
from cogs.common.text.inline import inert, plain_line
from cogs.common.text.measure import clean, counted, units, words
from cogs.common.text.names import shown_names, told_apart
from cogs.common.text.pages import PAGE_UNITS, asked_pages, formatted_pages, plain_pages
from cogs.common.text.preview import CUT_ANSWER, WHOLE_ANSWER, Preview, Room, fair_previews, preview, quoted

__all__ = [
    "CUT_ANSWER",
    "PAGE_UNITS",
    "WHOLE_ANSWER",
    "Preview",
    "Room",
    "asked_pages",
    "clean",
    "counted",
    "elapsed",
    "fair_previews",
    "formatted_pages",
    "inert",
    "plain_line",
    "plain_pages",
    "preview",
    "price",
    "quoted",
    "relative",
    "shown_names",
    "tally_chart",
    "time_of_day",
    "told_apart",
    "units",
    "words",
]
