"""The decision: is this course done, and if not, what is still missing?

Table: ModuleCompletion. The only writer of Enrolment.completed_at.
- Completion is never taken back by an edit of the course.
- `Verdict.missing` is the very text that the learner, the trainer and the reminder read.
"""
