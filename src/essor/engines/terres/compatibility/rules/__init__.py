"""Rules, one family per file: each takes a case and yields what it found."""
