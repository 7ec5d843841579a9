"""The building blocks of pages. A block's template uses `value` and `self` only: it is rendered alone and cached."""
