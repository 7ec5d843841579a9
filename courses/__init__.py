"""What is offered: media, the catalogue, qualifications and dates. No learner appears here."""
