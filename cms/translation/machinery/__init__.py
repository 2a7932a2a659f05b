"""Machine drafts, off by default: a server of one's own is asked for what is missing.

What it says is marked as a machine's until a person has touched each segment, and is in no text
that goes into review before that.
"""
