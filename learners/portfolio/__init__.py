"""A person's own proof of what they did: pieces of evidence, their files, what each shows, and what witnesses say.

Tables: EvidenceItem, EvidenceFile, EvidenceLink, WitnessStatement.

- Evidence belongs to the person. A link to a criterion ties it to one registration, so nothing is entered twice.
- Each piece says what was the person's own part in it, and who else can be recognised. While somebody can, nobody but
  the person sees it (INV-47).
- A file is known by its hash, decided by its content and never by its name; where and when a photo was taken is not
  kept, nor is a photo from before faces were covered. What was handed in is never changed (INV-12).
- A witness writes or confirms in their own words, from their own address, and is no relative (INV-16).
- Having attended is context and never shows a criterion by itself.
"""
