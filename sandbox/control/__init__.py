"""What a test may ask of a running sandbox, under /sandbox/control/: faults, changes of the guilds, the time."""
