"""How a learner's records lie on the disk: files of SQLite, opened and migrated in one way."""
