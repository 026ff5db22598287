"""What the readers make of real files, against other tools: run by hand, not by the gate."""
