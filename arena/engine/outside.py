"""What the arena reaches beside its models, where it may."""

from dataclasses import dataclass

from arena.wire import PictureSource, WebSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Without a `search` no model looks anything up; without `pictures` no question comes with one."""

    search: WebSearch | None = None
    pictures: PictureSource | None = None
