"""Every message in one table (`kinds.py`), and the log of what was sent.

Table: Sent.
- One person gets one message about one thing on one occasion at most once (INV-44): the row is claimed first.
- A message is a condition, asked again at the moment of sending; nothing is sent past its latest useful time.
"""
