"""A mock exam: the paper, the room with its clock, the score."""
