"""Markdown to text and blocks."""
