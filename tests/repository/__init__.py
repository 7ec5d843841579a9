"""What the repository promises about itself (see also tests/test_repository.py, the first of these)."""
