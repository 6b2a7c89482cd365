"""What reaches outward for an answer: OpenAI-compatible endpoints, the local model, baselines."""

from arena.providers.baselines import Baseline, baselines
from arena.providers.discovery import Catalogue, ModelsConfig, open_models
from arena.providers.local import LocalModel, LocalModels
from arena.providers.local_process import LocalModelUnavailable
from arena.providers.models_file import ModelsFileError, models_from_file
from arena.providers.openai_compatible import OpenAICompatible, TimeLimits
from arena.providers.sampling import Sampling

__all__ = [
    "Baseline",
    "Catalogue",
    "LocalModel",
    "LocalModelUnavailable",
    "LocalModels",
    "ModelsConfig",
    "ModelsFileError",
    "OpenAICompatible",
    "Sampling",
    "TimeLimits",
    "baselines",
    "models_from_file",
    "open_models",
]
