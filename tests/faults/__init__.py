"""What happens to messages when workers, whole machines and the queue are killed: with real processes.

`app.py` is the Celery application that the processes run; `killing.py` makes them kill themselves at exact points.
"""
