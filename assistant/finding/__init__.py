"""From a question to ranked evidence sentences, and whether they are enough. Writes no answer."""
