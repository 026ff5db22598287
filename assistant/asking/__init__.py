"""What was asked: language, stem and options, focus, names, near spellings. Knows nothing of what was found."""
