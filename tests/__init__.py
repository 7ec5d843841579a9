"""The tests. `make test` runs them on servers of its own; plain `pytest` runs them on SQLite."""
