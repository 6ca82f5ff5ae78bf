"""The parts of ``Archive``: one class for each kind of thing that callers ask an archive for or write into it."""
