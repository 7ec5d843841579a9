"""What assessor and learner have agreed to do, and what was said on the way.

Tables: AssessmentPlan, PlanTask, TaskCriterion, TaskDone, PlanTemplate, ContactNote.

- A plan is proposed by the assessor and holds from when the learner accepts it, in their own session. What was
  proposed never changes: a change is the next version, and the accepted one before it is replaced.
- One plan of a registration holds at a time. Tasks may name criteria of any units that the learner takes.
- Both can read every note, and no note changes.
"""
