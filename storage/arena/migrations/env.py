"""Alembic's entry to this part of the schema."""

from storage.arena.tables import metadata
from storage.migrating import run_environment

run_environment(metadata)
