"""From the bytes of a mail to a frozen value; never raises for what a sender wrote."""

from mail.parsing.parts import Address, Attachment, ParsedMail
from mail.parsing.reader import parse

__all__ = ["Address", "Attachment", "ParsedMail", "parse"]
