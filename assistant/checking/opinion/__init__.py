"""Second opinions on an undecided claim: a cross-encoder or a chat model, weighed. Off by default."""
