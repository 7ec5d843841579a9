"""The Hub table: who a hub is, where it stands and whether it is open. Tables and reads only.

A hub is a delivery site of a centre, not a tenant: one learner may train with two hubs.
"""
