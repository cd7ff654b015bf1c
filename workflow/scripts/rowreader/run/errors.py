"""Errors that a user can mend."""


class UserError(Exception):
    """A fault in one clear line: the file, key or value, and what to do."""
