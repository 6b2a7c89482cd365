"""What the house arena keeps: its battles, votes and keys."""
