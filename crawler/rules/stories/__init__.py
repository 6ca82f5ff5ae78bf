"""Which articles in different languages are one story."""
