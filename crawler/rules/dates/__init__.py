"""Dates and times as people write them in any language, parsed to ``YYYY-MM-DD`` or RFC 3339."""
