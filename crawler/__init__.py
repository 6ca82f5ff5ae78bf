"""Communiqué: a complete, checkable record of what ministries publish, in every language they publish it in.

The folders follow the flow of data, which goes down once::

    spiders      one file for each ministry: where its news is listed, how its pages are built
       │
    crawl        one run over one site: seeds → listings → articles → variants
       │
       │         sources       saved responses instead of the network: a WARC, a WACZ, an archive
       │            │
    pages  ◄────────┘          a response in, an item out
       │
    items        Capture, with an Article if the page was one
       │
    pipelines    normalize → deduplicate → archive
       │
    archive      one SQLite file: facts → readings → what is derived from them; queries, search
       │            │
       │         interchange   formats for other programs: Atom
       │            │
    cli, web  ◄─────┘          commands and web pages

Beside the flow are ``rules`` (pure functions that all parts use), ``compare`` (pure comparisons of texts),
``middlewares`` and ``extensions`` (parts of Scrapy), ``checking`` (whether a spider still fits its site) and ``demo``
(a small fictional ministry).
"""

__version__ = "0.1.0"
