"""Search rules: how the words of texts and queries become keys of the index."""
