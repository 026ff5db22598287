"""Who may come in, and through which doors: users, sessions, limits and headers of everything that is served.

Knows neither the page nor the assistant; needs no Gradio.
"""
