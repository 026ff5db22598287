"""The tab that says how good the product is."""
