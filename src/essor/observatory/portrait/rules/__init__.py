"""What may be said, one rule a sentence: nothing when the interval does not allow it."""
