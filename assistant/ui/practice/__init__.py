"""The practice tab."""
