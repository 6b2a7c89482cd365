"""A handful of pattern rules after Weizenbaum's ELIZA (1966): it turns what you say into a question."""

import random
import re

_REFLECTIONS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "i'm": "you're",
    "i've": "you've",
    "you": "I",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "are": "am",
}

_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bi need (?P<rest>.+)", ("Why do you need {rest}?", "Would it really help you to get {rest}?")),
    (
        r"\bi (?:want|would like) (?P<rest>.+)",
        ("What would it mean to you to have {rest}?", "Why {rest}, of all things?"),
    ),
    (r"\bi(?: a|')m (?P<rest>.+)", ("How long have you been {rest}?", "How do you feel about being {rest}?")),
    (r"\bi feel (?P<rest>.+)", ("Do you often feel {rest}?", "What makes you feel {rest}?")),
    (r"\b(?:because|since) (?P<rest>.+)", ("Is that the real reason?", "What else could follow from {rest}?")),
    (
        r"\bwhy (?:is|are|do|does|did|can't|don't) (?P<rest>.+)",
        ("Why do you think that {rest}?", "What would change for you if you knew about {rest}?"),
    ),
    (
        r"\bhow (?:do|can|should|would) i (?P<rest>.+)",
        ("What have you tried so far to {rest}?", "Who else could {rest}?"),
    ),
    (
        r"\b(?:what|who|where|when|which) (?:is|are|was|were|do|does|did) (?P<rest>.+)",
        ("What comes to your mind first when you think of {rest}?", "Why do you ask about {rest}?"),
    ),
    (
        r"\b(?:write|tell|explain|give|make|show)(?: me| us)? (?P<rest>.+)",
        ("What would you do with {rest}?", "How would you begin with {rest}?"),
    ),
    (r"\b(?:hello|hi|hey)\b", ("Hello. What is on your mind?", "Hi. What shall we talk about?")),
)

_OTHERWISE = (
    "Please go on.",
    "Tell me more about that.",
    "What does that suggest to you?",
    "How does that make you feel?",
)

_LONGEST = 200
"""Characters of a question that are turned back; the rest would make no sentence any more."""


def reply(question: str, rng: random.Random) -> str:
    """An answer by the first rule that fits the first sentence, and a second sentence that keeps you talking."""
    sentence = re.split(r"[.?!\n]", question.strip(), maxsplit=1)[0][:_LONGEST]
    for pattern, answers in _RULES:
        if match := re.search(pattern, sentence, re.IGNORECASE):
            turned = {name: _reflect(text) for name, text in match.groupdict().items()}
            return f"{rng.choice(answers).format(**turned)} {rng.choice(_OTHERWISE)}"
    return " ".join(rng.sample(_OTHERWISE, 2))


def _reflect(text: str) -> str:
    return re.sub(r"[\w']+", lambda word: _REFLECTIONS.get(word[0].lower(), word[0]), text.rstrip())
