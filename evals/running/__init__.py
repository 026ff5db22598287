"""One run: the engine that answers, the judge, the records."""
