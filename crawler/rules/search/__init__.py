"""How texts and queries become words that meet in the index."""
