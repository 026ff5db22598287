"""What is said to messages that are no questions on the subject: on the last answer, the documents, the product."""
