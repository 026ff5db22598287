"""How the page looks and what happens in the browser: style sheets, scripts, and the modules that hand them over."""
