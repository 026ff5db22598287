"""The tab with the audit of the notes."""
