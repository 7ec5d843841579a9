"""The sample Academy: made up, marked as sample, and loaded by `manage.py load_sample` as often as one likes.

What an editor has changed by hand in a sample page is left as it is.
"""
