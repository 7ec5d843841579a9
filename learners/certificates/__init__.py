"""Certificates of attendance and completion: issued once, frozen, and open to anyone who holds their number.

Table: Certificate.
- At most one live certificate for a place on a course (INV-30).
- What is printed is copied into the row at issue and never changes; a corrected name is a new certificate, and the old
  one says "replaced" (INV-36).
- When a register is changed and no longer earns it, it is looked at again: somebody decides, nothing decides by itself.
- No words of a certificate may suggest a regulated qualification (INV-24).
- It verifies for ever: no page, account or course needs to be there for it.
"""
