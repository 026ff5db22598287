"""Chat models behind the one shape of `assistant.models`: the local GGUF file, and any LangChain provider."""
