"""One run over one site: which requests it sends, at which rate, and how it ends."""
