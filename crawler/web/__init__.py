"""The archive as a web site: a Datasette plugin that only reads."""
