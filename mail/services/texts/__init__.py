"""The product's own e-mail templates."""

from mail.services.texts.shape import KEYS, REPLY_LINE, Template, TemplateKey, default_template

__all__ = ["KEYS", "REPLY_LINE", "Template", "TemplateKey", "default_template"]
