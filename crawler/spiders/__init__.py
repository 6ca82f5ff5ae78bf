"""One file per ministry: facts on top, then what differs."""
