"""Tools that know no domain: the clock, rulings, the audit trail, jobs, mail, PDF, stored files.

Tables: AuditEvent (append-only, one hash chain for each root) and AuditDetail (its erasable words).
"""
