"""Checks a site file against its site, with requests for a few pages."""
