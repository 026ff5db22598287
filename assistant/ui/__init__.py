"""The page: Gradio components (`layout`, `chat_tab`), what they do (`handlers`), how answers look (`render*`)."""
