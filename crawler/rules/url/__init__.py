"""Addresses in one spelling, and hosts that are not public."""
