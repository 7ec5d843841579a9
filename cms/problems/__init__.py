"""What visitors and the clock report about pages. Table: PageProblem, read by editors in Wagtail."""
