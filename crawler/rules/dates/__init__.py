"""Written dates and times, in every language, as the one form that is kept."""
