"""Fits of the small models, on dev and tuning questions only."""
