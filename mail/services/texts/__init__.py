"""The product's own e-mail templates."""

from mail.services.texts.catalogue import MAILS, VARIABLES, Mail, Variable
from mail.services.texts.shape import KEYS, REPLY_LINE, Template, TemplateKey, default_template

__all__ = [
    "KEYS",
    "MAILS",
    "REPLY_LINE",
    "VARIABLES",
    "Mail",
    "Template",
    "TemplateKey",
    "Variable",
    "default_template",
]
