"""What follows from the set of readings: articles, revisions, events, stories, states, health."""
