"""The catalogue of the corpus and the rules its files keep."""
