"""The dates of a page: what its metadata claim, what stands alone near its headline, and which of them counts."""
