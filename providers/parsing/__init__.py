"""What a provider answers, made typed. Nothing from outside is indexed blindly."""

from providers.parsing.answers import FieldItem, Parsed, parse_answer
from providers.parsing.pairs import is_false, is_true, no_controls, split
from providers.parsing.xml import parse_xml

__all__ = ["FieldItem", "Parsed", "is_false", "is_true", "no_controls", "parse_answer", "parse_xml", "split"]
