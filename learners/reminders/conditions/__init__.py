"""The conditions behind the messages: what is due, and whether it still holds at the moment of sending."""
