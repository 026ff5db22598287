"""What a sentence says: numbers, negation, modality, claims of a text. Judges nothing."""
