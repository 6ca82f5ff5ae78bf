"""Readings: what was read out of each capture. A reading is a pure function of one capture."""
