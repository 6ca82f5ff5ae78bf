"""What each capture was read to be: a pure function of one capture."""
