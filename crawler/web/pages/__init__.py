"""The pages of the web site, one in a file."""
