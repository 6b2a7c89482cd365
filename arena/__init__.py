"""AI models in battle; knows nothing of communities or Discord."""
