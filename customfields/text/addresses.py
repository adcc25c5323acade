"""Addresses of pages and of people."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError


def as_url(name: str, text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise CustomFieldsError(
            _("%(name)s: write a whole address, such as https://example.com/page.") % {"name": name}
        ) from error
    return text


def as_email(name: str, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise CustomFieldsError(
            _("%(name)s: write an e-mail address, such as ann@example.com.") % {"name": name}
        ) from error
    return text
