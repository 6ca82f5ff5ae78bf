"""Addresses: their one spelling, and hosts that are not public."""
