"""Outcomes: what an HTTP exchange was, for example a page, an error page or a block page."""
