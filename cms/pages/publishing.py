"""Whether a page may be published: asked by the editor's form, by the clock, and last of all when a page is saved live.

A draft may be saved with anything missing. The form gives every reason beside its field; whatever goes past the form
(bulk actions, moderation, a schedule, an importer) meets `CannotPublish`, which says the same words.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.urls import resolve
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

TOP = 2  # the depth of the front page in Wagtail's tree, whose root is 1


class Reason(NamedTuple):
    """Why a page may not be published, and the field of its form where that is put right ("" for no single field)."""

    field: str
    words: str


class CannotPublish(ValidationError):
    """A page that may not be published. `page_id` is None for one that was never saved."""

    def __init__(self, page: Any, reasons: list[Reason]) -> None:
        super().__init__([reason.words for reason in reasons])
        self.page_id = page.pk
        self.page_title = page.title


class AskedBeforePublishing(Page):
    """A page that is asked before it goes live, whichever way it goes."""

    class Meta:
        abstract = True

    def reasons_against(self) -> Iterator[Reason]:
        """Everything that keeps this page from being published, in words for its editor."""
        yield from ()

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if clean and self.live and (reasons := list(self.reasons_against())):
            raise CannotPublish(self, reasons)
        return super().save(clean=clean, **kwargs)


class WithoutAliases(AskedBeforePublishing):
    """A page that records what people learn. A second page with the same lesson would divide their progress."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.alias_of_id is not None and self._state.adding:
            words = "This page cannot have an alias, because people's progress belongs to one page. Copy it instead."
            raise CannotPublish(self, [Reason("", words)])
        return super().save(*args, **kwargs)


def address_taken(page: Any) -> Iterator[Reason]:
    """A page straight under the front page may not have an address that another part of the site answers."""
    above = page.get_parent() if page.depth and page.depth > 1 else getattr(page, "parent_for_form", None)
    if above is None or above.depth != TOP or not page.slug:
        return
    if resolve(f"/{page.slug}/").url_name not in ("course", "page"):
        yield Reason("slug", f"Another part of this site stands at /{page.slug}/. Choose another address.")


class PublishingForm(WagtailAdminPageForm):
    """Asks the page before publishing, scheduling or handing in for moderation; never for a draft."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        self.instance.parent_for_form = self.parent_page
        for reason in self.instance.reasons_against():
            field = reason.field if reason.field in self.fields else None
            if field is None or not self.has_error(field):
                self.add_error(field, reason.words)


class CopyWithoutAlias(CopyForm):
    """Copies, but makes no alias."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class CopyAsDraft(CopyWithoutAlias):
    """A copy that needs a code of its own before it can be published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
