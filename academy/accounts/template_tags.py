"""For allauth's Django templates: our frame and our form fields, drawn by the same Jinja2 macros as every other page.

`{% load house %}` in a template; the name is given in settings.TEMPLATES.
"""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment

from academy import templating

register = template.Library()

PARTS = {
    "details": "academy/accounts/_details.html",
    "errors": "components/forms.html",
    "field": "components/forms.html",
}


@register.simple_block_tag(takes_context=True)
def house(context: Context, content: str, title: str) -> SafeString:
    """{% house title %}…{% endhouse %}: a whole page with what stands between as its main part."""
    page = get_template("academy/accounts/house.html", using="jinja2")
    words = {"title": title.strip(), "body": mark_safe(content)}
    return mark_safe(page.render(words, context["request"]))


@register.simple_tag
def part(name: str, subject: Any, **facts: Any) -> SafeString:
    """{% part "errors" form %}: one macro of PARTS."""
    macros = _environment().get_template(PARTS[name]).module
    return mark_safe(str(getattr(macros, name)(subject, **facts)))


@register.simple_tag
def field(bound: BoundField, label: str = "", *, code: bool = False, hint: bool = True) -> SafeString:
    """{% field form.email "Your e-mail address" %}: allauth's field in our words and our clothes."""
    bound.label = label or bound.label
    if not hint:  # the page says it better
        bound.help_text = ""
    bound.field.widget.attrs.pop("placeholder", None)
    if code:  # six digits: the keypad of a phone
        bound.field.widget.attrs["inputmode"] = "numeric"
    return part("field", bound, code=code)


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "check" %}: one of our line icons."""
    return mark_safe(str(templating.icon(name)))


def _environment() -> Environment:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    return engine.env
