"""The command lines of `python -m assistant`: parse, call, print. No logic of its own."""
