"""Chat models: local file, local server, LangChain providers, opened by name. Knows no question."""
