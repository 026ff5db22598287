"""The exam room tab."""
