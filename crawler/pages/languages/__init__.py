"""The language versions that a page announces, and the switchers that name them."""
