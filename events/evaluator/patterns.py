"""Regular expressions that people write: limited in length and in time."""

import regex
from django.utils.translation import gettext as _

MOST_LETTERS = 300
MOST_TEXT = 20_000
SECONDS = 0.1
FAILURES = 3


class PatternError(ValueError):
    """The expression cannot be read, or takes too long."""


class Pattern:
    """An expression that took too long a few times is not tried again: it would hold up everything else."""

    def __init__(self, text: str) -> None:
        if len(text) > MOST_LETTERS:
            raise PatternError(_("the expression is longer than %(most)d letters") % {"most": MOST_LETTERS})
        try:
            self._compiled = regex.compile(text, regex.IGNORECASE)
        except (regex.error, OverflowError, RecursionError) as error:
            raise PatternError(_("the expression cannot be read: %(why)s") % {"why": error}) from None
        self._failures = 0
        self.found_in(
            "a" * 50 + "!"
        )  # the simplest of the expressions that never end show themselves at once

    def found_in(self, text: str) -> bool:
        """Whether it fits anywhere in the text. Raises PatternError when that cannot be said in time."""
        if self._failures < FAILURES:
            try:
                return self._compiled.search(text[:MOST_TEXT], timeout=SECONDS) is not None
            except TimeoutError:
                self._failures += 1
        raise PatternError(_("the expression takes too long"))
