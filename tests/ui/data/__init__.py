"""All that a learner has, as one, from the page."""
