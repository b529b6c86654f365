"""The portrait of a territory as drawings and as a document."""
