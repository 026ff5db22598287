"""The Check tab: order, filters, corrections."""
