"""The page as something that is served: which of Gradio's paths it needs, what its calls may hold, the whole site."""
