"""Whether a run and the site were well, judged by the site's own past."""
