"""The tab that checks a text."""
