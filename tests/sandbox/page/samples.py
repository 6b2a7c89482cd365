"""Messages, commands and forms as the sandbox's wire describes them, modelled on the bot's real screens."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sandbox.page import render

Json = dict[str, Any]

GUILD = {"id": "100", "name": "Night Owls"}
MEMBERS: list[Json] = [
    {"id": "11", "username": "ada", "display_name": "Ada", "moderator": True, "bot": False, "color": 0x2ECC71},
    {"id": "12", "username": "grace", "display_name": "Grace", "moderator": False, "bot": False, "color": None},
    {"id": "13", "username": "linus", "display_name": "Linus", "moderator": False, "bot": False, "color": None},
    {"id": "19", "username": "Blindbout", "display_name": "Blindbout", "moderator": False, "bot": True, "color": None},
]
CHANNELS: list[Json] = [
    {"id": "21", "name": "arena", "topic": "Blind battles. Type / to begin.", "type": 0},
    {"id": "22", "name": "general", "topic": "Everything else.", "type": 0},
]
COMMANDS: list[Json] = [
    {
        "id": "31",
        "name": "battle",
        "type": 1,
        "description": "Blind battles",
        "options": [
            {
                "type": 1,
                "name": "start",
                "description": "Ask two models, without their names",
                "options": [
                    {
                        "type": 3,
                        "name": "prompt",
                        "description": "What both models answer",
                        "required": True,
                        "max_length": 6000,
                    },
                    {
                        "type": 4,
                        "name": "minutes",
                        "description": "How long voting stays open",
                        "min_value": 1,
                        "max_value": 1440,
                    },
                    {
                        "type": 3,
                        "name": "category",
                        "description": "What it is about",
                        "choices": [{"name": "Coding", "value": "coding"}, {"name": "Writing", "value": "writing"}],
                    },
                    {"type": 5, "name": "first", "description": "The first vote decides"},
                ],
            },
            {"type": 1, "name": "history", "description": "Battles of this server"},
        ],
    },
    {
        "id": "32",
        "name": "leaderboard",
        "type": 1,
        "description": "Boards",
        "options": [
            {
                "type": 1,
                "name": "me",
                "description": "What you voted for",
                "options": [{"type": 6, "name": "member", "description": "Somebody else"}],
            }
        ],
    },
    {
        "id": "33",
        "name": "models",
        "type": 1,
        "description": "The models here",
        "options": [{"type": 3, "name": "model", "description": "Which one", "required": True, "autocomplete": True}],
    },
    {"id": "34", "name": "Battle this", "type": 3, "description": ""},
]

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
INDIGO, TEAL, SLATE = 0x7B7CF2, 0x1F9D8C, 0x7F8AA0
_ids = count(1000)


def html(text: str) -> str:
    return render(
        text,
        users={member["id"]: member["display_name"] for member in MEMBERS},
        channels={channel["id"]: channel["name"] for channel in CHANNELS},
        roles={},
    )


def message(
    content: str = "",
    *,
    author: str = "Blindbout",
    channel: str = "21",
    components: list[Json] | None = None,
    flags: int = 0,
    ago: float = 0,
    **more: Any,
) -> Json:
    """A message object; `ago` in seconds. With components it is a layout."""
    member = next(known for known in MEMBERS if known["username"] == author)
    return {
        "id": str(next(_ids)),
        "channel_id": channel,
        "author": {"id": member["id"], "username": author, "global_name": None, "bot": member["bot"]},
        "content": content,
        "html": html(content) if content else "",
        "timestamp": (datetime.now(UTC) - timedelta(seconds=ago)).isoformat(),
        "edited_timestamp": None,
        "flags": flags | (V2 if components else 0),
        "components": components or [],
        "embeds": [],
        "attachments": [],
        **more,
    }


def used(command: str, user: str = "11") -> Json:
    """The interaction metadata of an answer to a slash command."""
    return {"id": "1", "type": 2, "user": {"id": user, "username": "ada"}, "name": command, "command_type": 1}


def text(content: str) -> Json:
    return {"type": 10, "content": content, "html": html(content)}


def box(accent: int, *components: Json) -> Json:
    return {"type": 17, "accent_color": accent, "components": list(components)}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def button(label: str, *, style: int = 2, custom_id: str | None = None, **more: Any) -> Json:
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id or label.lower(), **more}


def line() -> Json:
    return {"type": 14, "divider": True, "spacing": 1}


def section(content: str, accessory: Json) -> Json:
    return {"type": 9, "components": [text(content)], "accessory": accessory}


def stamp(seconds: float) -> int:
    """A moment so far from now, as Discord's time-stamps count."""
    return int((datetime.now(UTC) + timedelta(seconds=seconds)).timestamp())


def battle(*, voted: str = "7 have voted", **more: Any) -> Json:
    """The second screen: voting is open."""
    return message(
        components=[
            box(
                INDIGO,
                text(
                    "-# Blind battle · coding · by <@11>\n### Which answer is better?\n"
                    "> My Python script reads a 20 GB log line by line and still fills up all memory. "
                    "What are the usual reasons, and how do I find mine?"
                ),
                line(),
                text(
                    "### Answer A\nReading line by line is fine; most likely you **keep** what you read. "
                    "The usual reasons, most common first:\n"
                    "1. **A list that only grows**: each parsed line is appended “for later”.\n"
                    "2. **A dictionary with a unique key**, such as a request id or a full URL.\n"
                    "3. **`readlines()` or `list(f)`** hidden in a helper.\n\n"
                    "To find yours, measure rather than guess. Python can tell you which line of code owns "
                    "the memory: …"
                ),
                section("-# First part of 356 words", button("Read A")),
                line(),
                text(
                    "### Answer B\nSomething still holds on to each line. First prove that reading is not the "
                    'problem:\n```py\nwith open("app.log", "rb") as f:\n    for line in f:\n        pass\n```\n'
                    "Typical culprits are a results list, a cache without a limit (`@lru_cache(maxsize=None)` is a "
                    "classic), and exceptions stored with their traceback, which keeps every local variable alive."
                ),
                section("-# First part of 106 words", button("Read B")),
                line(),
                text(
                    f"**{voted}** · closes <t:{stamp(240)}:R>\n"
                    "-# You can change your vote until then. Names and tally come at the close."
                ),
                row(
                    button("Vote A", style=1),
                    button("Vote B", style=1),
                    button("Tie"),
                    button("Both bad"),
                    button("More"),
                ),
            )
        ],
        interaction_metadata=used("battle start"),
        **more,
    )


def reveal(**more: Any) -> Json:
    """The fifth screen: the names are out."""
    return message(
        components=[
            box(
                TEAL,
                text(
                    f"-# Blind battle · by <@11> · closed <t:{stamp(-6)}:R>\n## 🏆 A wins: Qwen3 32B\n"
                    "> My Python script reads a 20 GB log line by line and still fills up all memory."
                ),
                line(),
                text("**11 ballots**\n```\nA         7 █████\nB         3 ██\nTie       1 ▌\nBoth bad  0\n```"),
                text("**A was Qwen3 32B**\n-# 8.2 s · $0.0031 · 356 words\n-# Rating here 1,042 → 1,049, ± 38"),
                text(
                    "**B was Llama 3.3 70B Instruct**\n-# 5.1 s · $0.0012 · 106 words\n"
                    "-# Rating here 1,036 → 1,029, ± 36"
                ),
                line(),
                text("-# 6 guessed: 2 had A right, 4 had B\n-# Told ModelChorus as one vote for A"),
                row(button("Read A"), button("Read B"), button("Rate"), button("Rematch"), button("Follow up")),
            )
        ],
        interaction_metadata=used("battle start"),
        **more,
    )


def welcome(**more: Any) -> Json:
    """The twelfth screen."""
    return message(
        components=[
            box(
                INDIGO,
                text(
                    "## Hello, I am Blindbout\nAsk anything. Two AI models answer without their names. You vote, then "
                    "the names come out, and this server grows its own leaderboard."
                ),
                line(),
                text(
                    "**Ask two models** </battle start:31>\n**See who leads here** </leaderboard me:32>\n"
                    "**Battle any message** Apps, then Battle this"
                ),
                line(),
                text("-# Members never see the ballots of others. Talk in <#22>."),
                row(
                    button("Start a battle", style=1),
                    button("Set up"),
                    {"type": 2, "style": 5, "label": "Docs", "url": "https://example.org/docs"},
                ),
            )
        ],
        **more,
    )


def setup(**more: Any) -> Json:
    """The private set-up, with selects of several kinds."""
    return message(
        flags=EPHEMERAL,
        components=[
            box(
                SLATE,
                text("### Set up Blindbout\nThree choices, each saved as you make it."),
                line(),
                text("**Where battles may run**"),
                row({"type": 8, "custom_id": "where", "placeholder": "Everywhere", "min_values": 0}),
                text("**How long votes stay open**"),
                row(
                    {
                        "type": 3,
                        "custom_id": "minutes",
                        "placeholder": "10 minutes",
                        "options": [
                            {"label": "5 minutes", "value": "5", "description": "for quick ones"},
                            {"label": "An hour", "value": "60"},
                        ],
                    }
                ),
                text("**Kinds of battle**"),
                row(
                    {
                        "type": 3,
                        "custom_id": "kinds",
                        "placeholder": "Every kind",
                        "min_values": 1,
                        "max_values": 2,
                        "options": [
                            {"label": "Text", "value": "text"},
                            {"label": "Pictures", "value": "image"},
                            {"label": "Code", "value": "code"},
                        ],
                    }
                ),
                row(button("Done", style=1), button("All settings"), button("Reset", style=4, disabled=True)),
            )
        ],
        interaction_metadata=used("manage setup"),
        **more,
    )


def pictures(**more: Any) -> Json:
    """The sixth screen: two pictures side by side."""
    items = [
        {"media": {"url": f"http://localhost/static/icon.svg?{side}"}, "description": f"Picture {side}"}
        for side in "AB"
    ]
    return message(
        components=[
            box(
                INDIGO,
                text("### Which picture is better?"),
                {"type": 12, "items": items},
                row(button("Vote A", style=1), button("Vote B", style=1)),
            )
        ],
        **more,
    )


MODAL: Json = {
    "modal_id": "m1",
    "custom_id": "why",
    "title": "Why A?",
    "components": [
        {
            "type": 10,
            "content": "Others see it **after** the close.",
            "html": html("Others see it **after** the close."),
        },
        {
            "type": 18,
            "id": 2,
            "label": "Your reason",
            "description": "In a sentence or two",
            "component": {
                "type": 4,
                "id": 3,
                "custom_id": "reason",
                "style": 2,
                "required": True,
                "min_length": 5,
                "max_length": 40,
            },
        },
        {
            "type": 18,
            "id": 4,
            "label": "Which model was it?",
            "component": {
                "type": 3,
                "id": 5,
                "custom_id": "guess",
                "required": False,
                "placeholder": "No guess",
                "options": [{"label": "Qwen3 32B", "value": "q"}, {"label": "Phi-4", "value": "p"}],
            },
        },
        {
            "type": 1,
            "id": 6,
            "components": [
                {
                    "type": 4,
                    "id": 7,
                    "custom_id": "title",
                    "style": 1,
                    "label": "Title",
                    "required": False,
                    "value": "Mine",
                }
            ],
        },
    ],
}
