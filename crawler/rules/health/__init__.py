"""Health: whether a run and its site are well, compared with the site's own past."""
