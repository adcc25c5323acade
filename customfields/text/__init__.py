"""Values as text: what stands on the wire and in the table, and what people read."""

from customfields.text.figures import number
from customfields.text.reading import parse
from customfields.text.shapes import BETWEEN, LONGEST, Kinded, entries, plain
from customfields.text.showing import said, show

__all__ = ["BETWEEN", "LONGEST", "Kinded", "entries", "number", "parse", "plain", "said", "show"]
