"""What reaches outward for an answer: OpenAI-compatible endpoints, the local model, baselines."""
