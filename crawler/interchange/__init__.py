"""Formats in which the archive is written for other programs."""
