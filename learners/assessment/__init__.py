"""Judging: an assessor's reasoned judgement of each criterion, the countersignature, and the sign-off of a unit.

Tables: Judgement, DraftDecision, CriterionDecision, DecisionPiece, Countersignature; AssessorRecord, RecordPassage,
PassageCriterion; UnitSignoff, Signature, Unlocking.

- A judgement is one round: it is opened on work that was handed in (which holds that work for this assessor until
  `held_until`) or on the assessor's own records, and is closed with everything in it when it is sent. What comes back
  from a countersigner is a new round.
- *Met* needs all five checks of the pieces that it rests on together, with a prescribed method among them (INV-11).
- A decision says who judged, as what, on which pieces and why, and never changes; a newer one takes its place
  (INV-10, INV-12). What a trainee judged counts once it is countersigned, and the learner does not see it before
  (INV-03, INV-13).
- Nobody judges, countersigns or signs for themselves, while a conflict is open, or what they check (INV-01, 05, 06).
- A unit is signed off when each of its criteria is confirmed met, and in no other way (INV-14). To unlock needs a
  reason, voids the signatures and leaves them to be seen (INV-15). Nothing here ever passes the quality check.
"""
