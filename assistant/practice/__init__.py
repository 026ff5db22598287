"""Practice: items with evidence, training that adapts, mock exams by blueprint, export. No page, no model."""
