"""Exam options: what the sources and the model say of each, weighed. Knows no page."""
