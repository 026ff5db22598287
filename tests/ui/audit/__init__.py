"""The audit of the notes: what has changed, copies, filters."""
