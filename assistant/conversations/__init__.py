"""Conversations that are kept: their values, their file, how they leave it."""
