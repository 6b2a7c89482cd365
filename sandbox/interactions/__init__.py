"""Interactions, from a member's click to the bot's answers (interactions/receiving-and-responding)."""
