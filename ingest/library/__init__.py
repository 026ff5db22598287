"""The learner's own files: a folder in the user's data folder, with a collection for each folder in it."""
