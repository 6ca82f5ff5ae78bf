"""What never changes once it is written: addresses, captures, payloads, header lines."""
