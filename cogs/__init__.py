"""What members see: one package a feature."""
