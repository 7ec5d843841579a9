"""What our pages cost, beside bare Django views of the same things, measured on servers of the measurement's own.

`make bench` (ARGS=--quick for a minute). The bare site is a Django site as `startproject` would set it up, with Django
templates and model instances and without any of our rules: see tests/bench/bare/.
"""
