"""What became of one article: its addresses, revisions, edits and events."""
