"""The page: its tabs, one folder each (components in `tab`, what they do in `handlers`, how it looks in `render`)."""
