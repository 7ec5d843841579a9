"""What a person has watched, read and written in each lesson.

Tables: LessonProgress (one bit for each second of video) and Reflection.
- Watched time is a set that only grows: any order, any repeat, any device, any replay gives the same set.
- A lesson that is done stays done, whatever happens to its video.
- Each row belongs to a place on a course or to a guest, never to both and never to neither.
"""
