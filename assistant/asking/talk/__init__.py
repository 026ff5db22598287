"""A message understood in its conversation: what it leans on, which request it makes, how many questions it holds."""
