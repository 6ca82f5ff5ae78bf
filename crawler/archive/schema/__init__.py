"""The tables, the numbered migrations that make them, and the views."""
