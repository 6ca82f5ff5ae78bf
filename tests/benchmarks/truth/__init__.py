"""``make bench-truth``: what is read from real pages with labels, beside what other readers make of the same pages."""
