"""Words and sentences of French and English: the one analysis for documents and questions."""
