"""Sources of captures other than a crawl: WARC and WACZ files, archives, saved pages, and single requests."""
