"""What a chat model adds to an answer: what it is asked, and what becomes of what it says."""
