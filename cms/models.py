"""Every table of this app."""

from cms.pages.courses import CoursePage, LessonPage, ModulePage
from cms.pages.home import HomePage
from cms.pages.standard import StandardPage
from cms.pages.taught import TaughtCoursePage
from cms.problems.models import PageProblem

__all__ = [
    "CoursePage", "HomePage", "LessonPage", "ModulePage", "PageProblem", "StandardPage", "TaughtCoursePage",
]  # fmt: skip
