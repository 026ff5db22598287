"""What a learner chooses for the page: exam, documents, length, model, text size, theme."""
