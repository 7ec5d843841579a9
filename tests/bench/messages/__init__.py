"""The steps of `make bench-reminders` that need Django, each run in a process of its own (see tests.bench.stage)."""
