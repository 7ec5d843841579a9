"""The kinds of page."""
