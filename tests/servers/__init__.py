"""Real servers for tests and measurements: found on this machine, started on free ports, ended for certain."""
