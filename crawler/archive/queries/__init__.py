"""The questions that readers ask an archive, one to a file."""
