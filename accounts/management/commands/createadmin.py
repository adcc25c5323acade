"""Makes the first administrator of an empty desk."""

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.errors import AddressTakenError
from accounts.models import User
from accounts.services import create_administrator
from licensing.errors import NoSeatError


class Command(BaseCommand):
    help = (
        "Makes an administrator. Asks for what is not given by --name, --email or the environment's "
        "ADMIN_NAME, ADMIN_EMAIL, ADMIN_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default=os.environ.get("ADMIN_NAME", ""))
        parser.add_argument("--email", default=os.environ.get("ADMIN_EMAIL", ""))

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"] or self._ask("Name: ")
        address = options["email"] or self._ask("E-mail: ")
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address.") from error
        password = self._password(User(username=address.lower(), email=address, display_name=name))
        try:
            user = create_administrator(name=name, address=address, password=password)
        except AddressTakenError as error:
            raise CommandError(f"Somebody already has the address {address}.") from error
        except NoSeatError as error:
            raise CommandError(str(error.sentence)) from error
        self.stdout.write(self.style.SUCCESS(f"{user.name} can sign in at /login with {user.email}."))

    def _ask(self, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Give --name and --email, and the password in ADMIN_PASSWORD.")
        answer = ""
        while not answer:
            answer = input(question).strip()
        return answer

    def _password(self, user: User) -> str:
        given = os.environ.get("ADMIN_PASSWORD", "")
        if given:
            self._check(given, user)
            return given
        if not sys.stdin.isatty():
            raise CommandError("Give the password in ADMIN_PASSWORD.")
        while True:
            password = getpass.getpass("Password: ")
            try:
                self._check(password, user)
            except CommandError as error:
                self.stderr.write(str(error))
                continue
            if password == getpass.getpass("Once more: "):
                return password
            self.stderr.write("The two passwords are not the same.")

    def _check(self, password: str, user: User) -> None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
