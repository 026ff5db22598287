"""The documents that there are: the project's and the learner's own, taken in, looked into, indexed."""
