"""Registers: who was there, signed by the trainer, and what that means for a place.

Tables: AttendanceMark (one press each, never changed), WalkIn (who came without a place, with their slip),
RegisterSignoff (each signed version of a session's register, never changed), CheckInRequest (a name typed at the door
that the trainer still has to place), SheetPhoto (photos of the paper that people signed).

- What a register says now follows from all its marks, in whatever order and from however many phones they came.
- At the door a name gets the same answer whether we know it or not, and what a trainer marked is never changed by it.
- A place is settled by signed registers alone (INV-31); an amendment is a new version with its reason (INV-32).
"""
