"""Checking a site file against its site: a few pages asked for, and what is found to hold."""
