"""Handing in: what is ready, the learner's declaration, and the snapshot that nobody can change.

Tables: Submission, SubmissionItem, SubmissionFile, SubmissionCriterion, SubmissionLink, DraftLook, DraftLookItem.

- Nothing is handed in without the declaration that it is one's own work; its words and version are kept (INV-17), and
  it is made in a session that was opened by the person's own e-mail or passkey, never by a hub's code.
- What was handed in is closed with it: pieces, files, criteria and notes are copies that the database refuses to
  change (INV-12). The live portfolio goes on.
- Work in which somebody can be recognised who has not agreed, or that is still being checked, cannot be handed in.
- A look at a draft is words without a judgement.
"""
