"""A published index: vectors, word index, manifest, checks. Knows no reader."""
