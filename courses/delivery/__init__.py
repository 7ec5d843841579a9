"""Courses on dates: cohorts, their sessions, venues, trainers and the programmes that pay for them.

Tables: Programme, Venue, Cohort, Session, CohortTrainer. No learner appears here: places and registers are learners'.
- A session's time is what the clock on the wall says; the moment in UTC follows from it and its zone.
- A cohort moves only along TRANSITIONS. "Full" is not one of them: it is counted from places.
- A session that was moved or cancelled says so in calendars: its `sequence` grows with every change.
"""
