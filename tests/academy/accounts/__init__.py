"""Tests of people, signing in and roles."""
