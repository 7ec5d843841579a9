"""Every table of this app."""

from cms.pages.home import HomePage

__all__ = ["HomePage"]
