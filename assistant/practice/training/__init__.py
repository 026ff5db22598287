"""A training session: what comes next, when a card is due, how it went."""
