"""The assistant for programs: what it offers as plain data, and the HTTP interface to it. Knows nothing of the page."""
