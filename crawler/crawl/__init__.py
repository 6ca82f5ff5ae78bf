"""One run over one site: what is requested next, how fast, and how the run ends."""
