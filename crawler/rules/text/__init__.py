"""Text: its normalization, comparison and digests, and what it names and links to."""
