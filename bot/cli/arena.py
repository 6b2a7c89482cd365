"""`blindbout arena …`: serve the house arena alone, and manage its keys."""
