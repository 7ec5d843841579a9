"""Every table of this app."""

from cms.pages.courses import CoursePage, LessonPage, ModulePage
from cms.pages.home import HomePage
from cms.pages.standard import StandardPage
from cms.problems.models import PageProblem

__all__ = ["CoursePage", "HomePage", "LessonPage", "ModulePage", "PageProblem", "StandardPage"]
