"""Scrapy extensions: the progress of a crawl, messages after a run, and the format of log lines."""
