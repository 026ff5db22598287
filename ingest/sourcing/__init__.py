"""Which files there are: folders, ZIPs, front matter. Reads no content."""
