"""The web app: `python app.py` serves the page; `make app` installs and indexes first. All of it is in assistant.ui."""

from __future__ import annotations

import sys

from assistant.ui.serve import main

if __name__ == "__main__":
    sys.exit(main())
