"""Screens that put several slices together: my learning. No tables."""
