"""Conversations and what is expected of each message in them: `python -m evals run --suite conversations`."""
