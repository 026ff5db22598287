"""What the sources panel offers beside the cited words: where they come from, the other language, search, copying."""
