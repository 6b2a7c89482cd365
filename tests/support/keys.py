"""Whoever runs the bot, in a test."""

from dataclasses import dataclass, field

from community.keys import KeyRefusal


@dataclass
class Operator:
    """Remembers what was told; as long as it is `away`, nothing can be told."""

    away: bool = False
    told: list[KeyRefusal] = field(default_factory=list)

    async def tell(self, refusal: KeyRefusal) -> bool:
        if not self.away:
            self.told.append(refusal)
        return not self.away
