"""Office files, books and their like: formats that are a ZIP of XML parts."""
