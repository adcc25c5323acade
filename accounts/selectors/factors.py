"""The second factors of a person."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator

from accounts.models import User


@dataclass(slots=True)
class Factors:
    """What a person has set up. `codes_left` is None without recovery codes."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None
    codes_total: int = 0

    @property
    def on(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def factors_of(user: User) -> Factors:
    """One SQL statement."""
    found = Factors()
    for row in Authenticator.objects.filter(user=user).order_by("created_at", "id"):
        if row.type == Authenticator.Type.TOTP:
            found.app = row
        elif row.type == Authenticator.Type.WEBAUTHN:
            found.passkeys.append(row)
        else:
            kept = row.wrap()
            found.codes_left, found.codes_total = len(kept.get_unused_codes()), len(kept.generate_codes())
    return found
