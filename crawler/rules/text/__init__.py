"""Text in one form, compared, digested, and what it states."""
