"""Schedules: when a site and its addresses are requested again, and how long a cooldown lasts."""
