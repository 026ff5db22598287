"""What stands where in an answer: the direct answer first, then the rest by what it is."""
