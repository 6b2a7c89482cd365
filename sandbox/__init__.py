"""A Discord on loopback, to try and to test a bot without an account."""
