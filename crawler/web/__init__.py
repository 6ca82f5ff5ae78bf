"""The archive as a web page: a Datasette plugin that only reads."""
