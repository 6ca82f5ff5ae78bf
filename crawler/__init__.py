"""Communiqué: a complete, checkable record of what ministries publish, in every language they publish it in.

The folder list is the flow; data goes down it once::

    spiders    facts of one ministry: where its news is listed, how its pages are built
       │
    ministry   the crawl: seeds → listings → articles → variants      sources   saved responses: a WARC, an archive
       │                                                                 │
    pages      a response in, an item out  ◄─────────────────────────────┘
       │
    items      Capture, with an Article where the page was one
       │
    pipelines  normalize → deduplicate → archive
       │
    archive    one SQLite file: facts, readings, judgements
       │
    cli, web   questions and answers
"""

__version__ = "0.1.0"
