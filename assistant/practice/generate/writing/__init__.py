"""From facts to drafts of items in words. Releases nothing."""
