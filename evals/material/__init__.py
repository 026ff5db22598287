"""Questions, their evidence in the documents, and the rules that hold both."""
