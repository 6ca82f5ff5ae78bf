"""The rules of the archive: pure functions without network, clock or database, one idea in each module."""
