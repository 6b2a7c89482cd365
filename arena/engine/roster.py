"""The models that compete here, by what they make."""

from collections.abc import Mapping

from arena.wire import AnyModel, ImageModel, Modality, ModelCard, TextModel, names_that_tell, paints, writes


class Roster:
    """The models by slug, and how to find one."""

    def __init__(self, models: Mapping[str, AnyModel]) -> None:
        self._models = models
        self.writers: Mapping[str, TextModel] = {slug: model for slug, model in models.items() if writes(model)}
        self.painters: Mapping[str, ImageModel] = {slug: model for slug, model in models.items() if paints(model)}
        self.telling = names_that_tell(model.card for model in models.values())

    @property
    def cards(self) -> list[ModelCard]:
        """Who they are, by name."""
        return sorted((model.card for model in self._models.values()), key=lambda card: card.name)

    def of(self, modality: Modality) -> Mapping[str, AnyModel]:
        """Those that make text, or those that make pictures."""
        return self.writers if modality is Modality.TEXT else self.painters

    def named(self, name: str) -> ModelCard | None:
        """The model of that slug, or of that display name whatever its case."""
        if name in self._models:
            return self._models[name].card
        return next((card for card in self.cards if card.name.casefold() == name.casefold()), None)
