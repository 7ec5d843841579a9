"""What a qualification asks for: versions, units, learning outcomes and assessment criteria, and who offers it where.

Tables: AwardingOrganisation, Centre, Site, Qualification, QualificationVersion, OptionalGroup, Unit, LearningOutcome,
Criterion, CriterionMethod.

- Words that a decision used never change: `frozen_at` is set once, and from then on the database refuses any change of
  that version's units, outcomes, criteria and methods; an edit makes a new version (INV-52).
- One version of a qualification is open for registration at a time.
- A hub may register learners on a day only if it is an approved site of a centre on that day.
- The text is the awarding organisation's: what is fictional says so everywhere (`is_sample`).
"""
