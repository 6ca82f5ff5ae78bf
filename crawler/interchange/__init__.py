"""What goes out of the archive in formats that other programs read."""
