"""What must never happen about a qualification, tried on the screen, in the action and in the database."""
