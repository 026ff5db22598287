"""What strangers, other learners and crowds can do to the page, in a real browser."""
