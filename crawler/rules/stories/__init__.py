"""Stories: which articles in different languages are versions of one story."""
