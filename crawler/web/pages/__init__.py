"""The pages of the web page, one to a file."""
