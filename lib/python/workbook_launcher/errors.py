"""What a reader is told when something is in the way: one sentence for what is wrong, one for the cure."""

import errno


class WorkbookError(Exception):
    """A message for the reader; the launcher prints it without a stack trace and exits with 2."""


def in_words(error: OSError, doing: str) -> WorkbookError:
    """An operating system's error while `doing` something ("writing to FOLDER"), as a sentence with its cure."""
    if error.errno == errno.ENOSPC:
        return WorkbookError(f"The disk is full: {doing} failed. Free about 2 GB and type the same command again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return WorkbookError(
            f"This folder cannot be written to: {doing} failed ({error.strerror}). "
            "Copy the workbook to a folder of your own and run it there."
        )
    return WorkbookError(f"{doing} failed: {error.strerror or error}.")
