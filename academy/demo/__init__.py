"""`make demo`: the whole Academy on one machine, with sample people and nothing to install or answer.

Web, Celery worker and Celery beat run as children of one process that prints what they say and ends them together.
Nothing here is used in production.
"""
