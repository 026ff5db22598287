"""How much processor time and memory the product takes, beside an earlier build of it in the same run."""
