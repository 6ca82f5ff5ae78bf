"""The full-text index: writing it, and searching it."""
