"""The command line of Communiqué: ``crawler.cli:main`` is the program ``communique``."""

from crawler.cli.main import main

__all__ = ["main"]
