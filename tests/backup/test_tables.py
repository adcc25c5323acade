"""Every table is in a backup or is named as left out, and what is in fits together."""

import pytest
from django.apps import apps
from django.db import connection, models

from helpdesk.backup.columns import NATURAL, column
from helpdesk.backup.tables import LEFT_OUT, RAW, saved_models, tables

LABELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


@pytest.mark.django_db
def test_every_table_is_in_or_out() -> None:
    """A new table that is no model must be named in RAW, with what makes it anew."""
    named = {table.name for table in tables()} | {LABELS[label]._meta.db_table for label in LEFT_OUT} | RAW
    assert set(connection.introspection.table_names()) - named == set()


def test_what_is_left_out_exists() -> None:
    assert set(LEFT_OUT) - set(LABELS) == set()
    assert all(LEFT_OUT.values())


def test_tables_of_people_and_tickets_are_in() -> None:
    names = {table.name for table in tables()}
    assert {
        "accounts_user",
        "accounts_user_roles",
        "tickets_ticket",
        "common_blob",
        "mfa_authenticator",
    } <= names
    assert {"common_sequence", "common_option", "licensing_storedlicense", "events_rule"} <= names


def test_every_column_is_of_a_known_kind() -> None:
    """`column` refuses kinds of fields it does not know."""
    kinds = {column.kind for table in tables() for column in table.columns}
    assert {"int", "bool", "text", "secret", "json", "datetime", "decimal", "ip"} <= kinds


def test_secrets_travel_encrypted() -> None:
    account = LABELS["mail.MailAccount"]._meta.get_field("password")
    assert isinstance(account, models.Field)
    assert column(account).kind == "secret"


def test_nothing_points_to_what_is_left_out() -> None:
    """A model that does must be left out as well, or its key may not be a foreign key."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in saved_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label in LEFT_OUT
        and field.related_model not in NATURAL
    ]
    assert wrong == []
