"""What watches a crawl: how far it is, and who is told of it."""
