"""From files to a published index: read, chunk, embed, store. Knows nothing of the assistant."""
