"""Read-only queries on the archive: each file answers one question."""
