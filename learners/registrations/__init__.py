"""A person on the way to a qualification: asking, being accepted and registered, and who assesses them.

Tables: QualRegistration, RegisteredUnit, LearnerDetails, AcceptanceCheck, Allocation, ConflictDeclaration.

- Nobody is allocated to their own registration (INV-01), to somebody with whom a conflict is open (INV-05), or as
  assessor and as quality assurer of one unit of one learner (INV-06): the policy says why, and the database refuses.
- Nothing is judged before the awarding organisation's number is recorded (INV-18).
- Legal name, birth date and ULN are as the awarding organisation prints them, confirmed by the learner, and no other
  name of theirs is touched. They never change; a correction is a new row.
- A registration is a root: it is locked first, and has its own audit chain.
"""
