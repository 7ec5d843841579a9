"""Keeping records no longer than needed: the nightly rounds through academy/retention.py, and the page to look first.

Part of the composition root: it reaches every slice through the dotted paths of the table, and nothing leans on it.

Tables: Round (what one night did with one kind of record), Hold (a kind of record that is not to go for now).

Sentences that always hold:
- What is on hold is left alone until the day that was named; a hold names its reason and ends by itself.
- A kind of record that cannot be forgotten says so on the page and keeps no other kind from going.
- What is due is asked for again under the lock, so nothing goes that was taken up in the meantime.
"""
