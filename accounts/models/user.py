from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from accounts.models.directory import Directory
from accounts.models.role import Role
from common.actor import Actor


class UserManager(BaseUserManager["User"]):
    """`email_key` and `username` are what people are found by, in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.lower(), **fields)
        if user.email and not user.email_key:
            user.email_key = user.email.lower()
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person: agent, customer, or one known only by address, who has no password and can claim the account.

    Id 1 is the queue ("unassigned"), which is no person.
    """

    QUEUE_ID: ClassVar[int] = 1

    username = models.CharField(max_length=254, unique=True)
    email = models.CharField(max_length=254, blank=True, default="")
    # lower case; NULL without an address, so that any number of people may have none
    email_key = models.CharField(max_length=254, unique=True, null=True)  # noqa: DJ001
    display_name = models.CharField(max_length=120, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_agent = models.BooleanField(default=False)
    email_verified_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    organization_name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    job_title = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=50, blank=True, default="")
    signature_html = models.TextField(blank=True, default="")
    preferences = models.JSONField(default=dict)  # theme, density, single keys, notification switches
    # the agent's own switch; in each group there is one more
    receives_tickets = models.BooleanField(default=True)
    receives_chats = models.BooleanField(default=True)
    roles = models.ManyToManyField(Role, related_name="users", blank=True)
    # of a person who signs in by a directory: which, and who they are there, whatever they are called
    directory = models.ForeignKey(Directory, null=True, on_delete=models.SET_NULL, related_name="people")
    directory_key = models.CharField(max_length=160, blank=True, default="")
    is_agent_by_directory = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [
            models.Index(fields=["is_agent", "display_name", "id"], name="user_agents"),
            models.Index(fields=["is_agent", "created_at", "id"], name="user_customers"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["directory", "directory_key"], name="user_once_a_directory")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call the person."""
        return self.display_name or self.email or self.username

    @property
    def actor(self) -> Actor:
        """This person as the one who acts."""
        return Actor("person", self.pk or 0, self.name)

    @property
    def has_account(self) -> bool:
        """False for somebody known only by address."""
        return self.directory_id is not None or self.has_usable_password()
