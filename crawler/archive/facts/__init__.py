"""Facts, which never change once they are written: addresses, captures, payloads, header lines."""
