"""Scrapy middlewares between the spider and the network: robots.txt, offsite requests, back-off, captures."""
