"""The login provider: Authenticate, and GetSignInCookieInfo for single sign-on by another site's cookie."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from providers.models import Kind
from providers.services.answer import Answer
from providers.services.calling import call


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """`ok`: this is the person; name and e-mail are optional. `reason` as in Answer: "off" when nobody was
    asked, "refused" for FAIL. `refuses`: the provider failed, and no other way to sign in may be tried."""

    ok: bool
    reason: str
    message: str = ""
    email: str = ""
    display_name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    refuses: bool = False
    call_id: int = 0


def authenticate(username: str, password: str) -> LoginAnswer:
    """Asks whether this is the person's password."""
    answer = call(Kind.LOGIN, "Authenticate", {"loginUsername": username, "loginPassword": password})
    return _login(answer)


def cookie_info(username: str) -> LoginAnswer:
    """Who that user name is. The caller has proved the name by the other site's cookie, or by the session."""
    return _login(call(Kind.LOGIN, "GetSignInCookieInfo", {"loginUsername": username}))


def _login(answer: Answer) -> LoginAnswer:
    refuses = answer.failed and answer.refuses
    return LoginAnswer(
        ok=answer.ok,
        reason=answer.reason,
        message=answer.failure_message if refuses else answer.message,
        email=answer.outputs.get("emailaddress", "").strip() if answer.ok else "",
        display_name=answer.outputs.get("displayname", "").strip() if answer.ok else "",
        fields=answer.custom if answer.ok else {},
        refuses=refuses,
        call_id=answer.call_id,
    )
