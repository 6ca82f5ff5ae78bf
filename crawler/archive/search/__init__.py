"""The full-text index: what writes it, and what searches it."""
