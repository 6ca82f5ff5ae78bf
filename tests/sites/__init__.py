"""Small servers of other build than the demo ministry, each with a scripted history of six days and its own truth."""
