"""What people may tell about themselves, if they like: where they live, how they heard of us, and who they are.

Tables: Background (region, deprivation and how somebody heard: of a person, or from a paper slip of nobody),
EqualityAnswers (a store of its own, INV-41), Figures (what was counted from both), District and PostcodeDecile (open
data that the operator loads).

- A postcode is looked up and never kept.
- EqualityAnswers knows no person, no date finer than a month and no order: its key is a keyed hash of the account.
  Only the person themselves reaches their row, by signing in. Everybody else gets counts.
- Counts are made of whole months that are over, once, and never changed. They are rounded, and small ones are
  hidden with so many others that nobody can work them out.
- Only this slice reads or writes the two stores: a test watches over it.
"""
