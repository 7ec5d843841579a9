"""Template filters of the bare site."""

from django import template

from academy import street, templating

register = template.Library()
register.filter("minutes", templating.minutes_words)
register.filter("clock", templating.clock_words)
register.filter("megabytes", templating.megabytes)
register.filter("time_words", templating.time_words)
register.filter("street", street.houses)
register.filter("street_words", street.words)
