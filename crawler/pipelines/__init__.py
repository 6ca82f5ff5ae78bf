"""The item pipelines of a crawl, in order: normalize, circuit breaker, deduplicate, archive."""
