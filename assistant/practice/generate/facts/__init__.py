"""Facts that an item can be made of, read from the sources. Writes no item."""
