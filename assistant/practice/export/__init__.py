"""Items to paper, Markdown, CSV, JSON Lines and Anki."""
