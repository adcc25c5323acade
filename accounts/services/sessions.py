"""Sign-in, sign-out, and being seen: cheap, and possible on a passive node too."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import PersonalToken, SignIn, User
from common import realtime
from common.actor import Actor
from common.audit import record
from common.unit import write, write_unfenced

SEEN_EVERY_SECONDS = 300


@write_unfenced
def record_sign_in(*, user: User, session_key: str, address: str, browser: str) -> SignIn:
    """Notes the browser in which a person has just signed in."""
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    return SignIn.objects.create(
        user=user, session_key=session_key, address=address[:45], browser=browser[:200], last_seen_at=now
    )


@write_unfenced
def touch(*, user: User, session_key: str) -> None:
    """The person is here. The caller asks at most once in SEEN_EVERY_SECONDS."""
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    SignIn.objects.filter(session_key=session_key).update(last_seen_at=now)


@write_unfenced
def renew_session(*, old_key: str, new_key: str) -> None:
    """The session got a new key (after a password change): the browser's line follows it."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)


@write_unfenced
def sign_out(*, user: User, session_key: str) -> None:
    """Forgets the browser, and ends the person's open streams; other browsers open theirs again."""
    SignIn.objects.filter(session_key=session_key).delete()
    realtime.revoke(user.pk)


@write_unfenced
def end_session(*, user: User, sign_in_id: int, actor: Actor) -> bool:
    """Signs one browser of the person out; False when it is not one of theirs."""
    found = SignIn.objects.filter(pk=sign_in_id, user=user).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    realtime.revoke(user.pk)
    record("user", user.pk, "user.signed_out", actor, {"browsers": 1})
    return True


@write_unfenced
def end_sessions(*, user: User, actor: Actor, keep: str = "") -> int:
    """Signs the person out everywhere, but in the session `keep`; returns in how many browsers."""
    keys = list(
        SignIn.objects.filter(user=user).exclude(session_key=keep).values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    realtime.revoke(user.pk)
    if keys:
        record("user", user.pk, "user.signed_out", actor, {"browsers": len(keys)})
    return len(keys)


@write
def prune_people(*, now: datetime | None = None) -> int:
    """Deletes browsers whose session is gone, links that ended a month ago, and forgotten failed tries."""
    moment = now or timezone.now()
    stale = SignIn.objects.filter(last_seen_at__lt=moment - timedelta(days=1))
    browsers, _ = stale.exclude(session_key__in=Session.objects.values("session_key")).delete()
    links, _ = PersonalToken.objects.filter(expires_at__lt=moment - timedelta(days=30)).delete()
    tries, _ = AccessAttempt.objects.filter(attempt_time__lt=moment - timedelta(days=7)).delete()
    return int(browsers + links + tries)
