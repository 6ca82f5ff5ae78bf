"""What watches a crawl: progress."""
