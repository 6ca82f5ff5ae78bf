"""A saved response in, an item out."""
