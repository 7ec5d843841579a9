"""What people say of a course: how it was, when it is over; and what they did with it, three months later.

Tables: EvaluationForm (what the people of one cohort are asked), Answered (who has answered), Evaluation, FollowUp.
- Whoever leaves their name out is in Answered, and their words are in Evaluation or FollowUp, and nothing leads from
  one to the other: no key, no moment, no number that counts up.
- What was said without a name is shown only in batches of EVALUATION_FEWEST, so that nobody can look before and after
  one person has answered and see the difference.
- A cohort's questions stay as they were for its first answer, also when the course is changed.
"""
