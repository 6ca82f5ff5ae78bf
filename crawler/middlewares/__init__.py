"""What stands between the spider and the network: robots, one host's owner, captures."""
