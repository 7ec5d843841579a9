"""Videos: their files, captions and words. Table: Video.

- A video without captions and words cannot be published in a lesson (INV-51).
- Its files are given out only by the view that asks for entitlement (learners.progress.views).
"""
