"""How Sphinx makes the documentation site: Markdown by MyST, the theme Furo, every warning an error (``make docs``)."""

from __future__ import annotations

import re
from pathlib import Path

_SOURCE = (Path(__file__).resolve().parent.parent / "crawler/__init__.py").read_text(encoding="utf-8")
_VERSION = re.search(r'__version__ = "([^"]+)"', _SOURCE)
if _VERSION is None:
    raise RuntimeError("crawler/__init__.py names no version")

project = "Communiqué"
author = "The Communiqué contributors"
project_copyright = f"2026, {author}"
release = version = _VERSION[1]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build"]
nitpicky = True
smartquotes = False  # "--" is an option of a command, not a dash

myst_heading_anchors = 4
myst_enable_extensions = ["deflist", "fieldlist"]

html_theme = "furo"
html_title = f"Communiqué {release}"
html_copy_source = False
