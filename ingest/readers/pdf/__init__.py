"""PDF to text and blocks."""
