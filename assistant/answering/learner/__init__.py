"""What one learner may see and wishes: an assistant narrowed to it, with everything shared that it does not touch."""
