"""The yardstick: the same pages as a plain Django site would make them.

Good plain Django: one query for each kind of thing, `select_related` and `prefetch_related` where they help, Django
templates with plain loops, the middleware and context processors of `startproject`. The HTML is as long as ours. No
rules: nobody asks whether a lesson is open, nothing is added up but counts, a report overwrites what was there.
"""
