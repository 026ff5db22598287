"""From a question to a cited, checked answer. Builds on a published index; knows nothing of evaluation."""
