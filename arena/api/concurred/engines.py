"""What the Concurred API is served over."""

from dataclasses import dataclass

from arena.engine.allowances import Allowances
from arena.engine.completions import Completions
from arena.engine.fights import Battles, Fights
from arena.engine.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Engines:
    """The use cases, and who may use them how often."""

    battles: Battles
    fights: Fights
    completions: Completions
    keys: KeyRing
    allowances: Allowances
