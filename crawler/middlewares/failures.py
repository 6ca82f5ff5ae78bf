"""What is kept where a spider's code or a pipeline fails on a page: the exchange, counted; no evidence is lost."""

from __future__ import annotations
