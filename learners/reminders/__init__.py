"""Every message in one table (`kinds.py`), the log of what was sent, and what each person chose about it.

Tables: Sent, MessageChoice, Snooze, StudyGoal, AddressTrouble, CohortLetter, CohortMessage.
- One person gets one message about one thing on one occasion at most once, whichever way it takes (INV-44).
- A message is a condition, asked again at the moment of sending (INV-43); nothing is sent past its latest useful time.
- What the mail server accepted is never handed over again; the database itself refuses it.
- What was being handed over when a worker died goes again under the same Message-ID, or is left, as its kind says.
- At night, in a full week and to somebody who said "not now", only what is urgent or cannot be left is sent.
- News goes to adults who said yes to it (INV-42, 45); a link that a robot follows changes nothing.

`planning.py` writes the row, `choosing.py` decides by which of `channels.py` it goes, `sending.py` hands it over,
`tending.py` looks after what was left, `tasks.py` drives them.
"""
