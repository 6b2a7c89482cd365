"""Blind battles: start, answers, ballots, close, reveal."""
