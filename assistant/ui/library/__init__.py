"""The tab with the documents: the project's and the learner's own."""
