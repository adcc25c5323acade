"""Numbers as people write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from customfields import text
from customfields.errors import CustomFieldsError
from customfields.items import FormItem


class NumberField(forms.Field):
    """A number as people write it, with a point or a comma."""

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        clean = str(value if value is not None else "").strip()
        if not clean:
            return None
        try:
            return text.number(self.name, clean)
        except CustomFieldsError as error:
            raise ValidationError(str(error.message), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return format(text.plain(value), "f") if isinstance(value, Decimal) else value


def number_field(item: FormItem, common: dict[str, Any]) -> forms.Field:
    return NumberField(name=item.label, **common)
