"""Where responses come from when not from the live web."""
