"""Who gets what: every address of the project for every kind of person."""
