"""Texts to vectors: the embedder, its default model, the cache of vectors."""
