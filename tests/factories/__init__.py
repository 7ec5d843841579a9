"""Making what tests need, with as few words as possible."""
