"""The public face: Wagtail pages, and the lessons that editors write."""
