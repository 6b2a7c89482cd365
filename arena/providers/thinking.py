"""Leaves out what a reasoning model writes to itself before it answers."""

_OPEN = "<think>"
_CLOSE = "</think>"


class ThinkingFilter:
    """Drops `<think>…</think>` blocks, and the white space around them, from the start of a streamed text.

    Only the start counts: the same tag later in an answer is the answer's own text. Hand every piece to `feed` in order
    and call `flush` at the end; what they return, joined, is the same however the text was cut into pieces. A block
    that never closes leaves nothing.
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._skipped = False
        self._passing = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what of the answer is now certain."""
        if self._passing:
            return text
        self._held += text
        while True:
            if self._inside:
                _, closed, rest = self._held.partition(_CLOSE)
                if not closed:
                    self._held = self._held[-len(_CLOSE) :]
                    return ""
                self._held, self._inside = rest, False
            start = self._held.lstrip()
            if start.startswith(_OPEN):
                self._held, self._inside, self._skipped = start.removeprefix(_OPEN), True, True
            elif _OPEN.startswith(start):
                return ""
            else:
                self._passing = True
                return self.flush()

    def flush(self) -> str:
        """Return what was held back in case a block was beginning. The text ends here, or passes from here on."""
        held, self._held = self._held, ""
        if self._inside:
            return ""
        return held.lstrip() if self._skipped else held
