"""The parts of ``Archive``: one class for each kind of data that callers read from an archive or write into it."""
