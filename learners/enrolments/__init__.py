"""Places on courses. Tables: Enrolment (one person's place on one course) and Guest (somebody without an account).

- A person holds at most one live self-paced place on a course.
- Which person, which course and which kind never change; `completed_at` is written once, by learners.completion alone.
- A guest is a key in a signed cookie for 90 days and reaches free modules only. Saying yes adds their lessons to the
  account, saying no forgets them.
"""
