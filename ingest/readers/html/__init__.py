"""HTML to text and blocks."""
