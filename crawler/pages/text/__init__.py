"""The text of a page: its blocks, its main block, and what the pages of a host share."""
