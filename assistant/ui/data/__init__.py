"""All that a learner has here, as one: copied, brought back, exported and deleted from the page."""
