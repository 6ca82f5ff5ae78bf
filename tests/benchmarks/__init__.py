"""Speed, memory and size, as ratios measured in one run: ``make bench``. No test asserts any of it."""
