"""What makes an answer: OpenAI-compatible endpoints of text and images, the local model, baselines and painters."""

from arena.providers.baselines import Baseline, baselines
from arena.providers.discovery import Catalogue, ModelsConfig, open_models
from arena.providers.fetching import Fetcher, open_fetcher
from arena.providers.local import LocalModel, LocalModels
from arena.providers.local_process import LocalModelUnavailable
from arena.providers.models_file import ModelsFileError, models_from_file
from arena.providers.openai_compatible import OpenAICompatible, TimeLimits, usable_key
from arena.providers.openai_images import OpenAIImages
from arena.providers.painters import Painter, painters
from arena.providers.sampling import Sampling
from arena.providers.web_search import Exa, SearXNG, open_search

__all__ = [
    "Baseline",
    "Catalogue",
    "Exa",
    "Fetcher",
    "LocalModel",
    "LocalModelUnavailable",
    "LocalModels",
    "ModelsConfig",
    "ModelsFileError",
    "OpenAICompatible",
    "OpenAIImages",
    "Painter",
    "Sampling",
    "SearXNG",
    "TimeLimits",
    "baselines",
    "models_from_file",
    "open_fetcher",
    "open_models",
    "open_search",
    "painters",
    "usable_key",
]
