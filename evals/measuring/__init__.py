"""Measures, suites, intervals and comparisons: pure functions over records."""
