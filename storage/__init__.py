"""The database: the only house that speaks SQL."""
