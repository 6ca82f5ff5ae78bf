"""The demo ministry: a small fictional foreign ministry on localhost, in three languages, with a scripted history."""
