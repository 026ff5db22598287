"""A reader of our own: a small cross-encoder, trained here on claims and questions that were written for it."""
