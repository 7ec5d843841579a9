"""Bringing many lessons in at once from a table: read, looked at row by row, and written only when asked.

Rows add lessons or change them; nothing is ever removed. A row is named by its module and its number.
"""
