"""Where words stand on pages to what belongs together: lines, columns, tables, paragraphs, one flow."""
