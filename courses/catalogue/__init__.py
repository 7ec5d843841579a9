"""The catalogue: courses, and the published facts of their modules and lessons.

Tables: Course, CourseOutcomes, Module, Lesson.
- A lesson's key is the translation key of the page it was written on, and its address is /lesson/<key>/ for ever.
- A fact is never deleted: a lesson that is taken down is marked so, and what people did in it stays (published=False).
- What people can do after a course has versions: what somebody answered about one stays about those words.
- Only `actions` writes facts, when Wagtail says that a page went up, came down or moved.
"""
