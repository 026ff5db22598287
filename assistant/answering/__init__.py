"""From evidence to a checked, cited answer: the pipeline and its parts. Knows no page and no index file."""
