"""What an HTTP exchange was: a page, an error page, a block page, nothing."""
