"""Normalize, deduplicate, archive: what an item passes on its way down."""
