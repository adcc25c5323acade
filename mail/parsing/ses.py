"""Reports that do not come as mail reports but as JSON, as Amazon's mail service writes them."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of one recipient. `action` is failed, delayed, delivered, relayed or expanded."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Report:
    """`kind` is delivery, feedback or disposition."""

    kind: str
    failures: tuple[Failure, ...] = ()
    original_message_id: str = ""
    feedback_type: str = ""


_KINDS = {"bounce": "bouncedRecipients", "complaint": "complainedRecipients", "delivery": "recipients"}


def ses_report(text: str) -> Report | None:
    """The report in a text that begins with such JSON, else None."""
    if not text.lstrip().startswith('{"notificationType"'):
        return None
    try:
        data, _ = json.JSONDecoder().raw_decode(text.replace("\n", " ").lstrip())
    except (ValueError, RecursionError):
        data = {}
    kind = str(data.get("notificationType") or _named_kind(text)).lower()
    if kind not in _KINDS:
        return None
    detail = data.get(kind)
    recipients = detail.get(_KINDS[kind]) if isinstance(detail, dict) else None
    action = "delivered" if kind == "delivery" else "failed"
    failures = (
        tuple(_failure(item, action) for item in recipients or () if item)
        if isinstance(recipients, list)
        else ()
    )
    original = _original(data.get("mail"))
    if kind == "complaint":
        return Report("feedback", failures, original, "abuse")
    return Report("delivery", failures or (Failure("", action, "", ""),), original)


def _named_kind(text: str) -> str:
    return next((kind for kind in _KINDS if f'"notificationtype":"{kind}"' in text[:200].lower()), "")


def _failure(item: Any, action: str) -> Failure:
    if not isinstance(item, dict):
        return Failure(str(item)[:254], action, "", "")
    values = (str(item.get(key, "")) for key in ("emailAddress", "status", "diagnosticCode"))
    address, status, diagnostic = values
    return Failure(address[:254], action, status[:20], diagnostic[:500])


def _original(mail: Any) -> str:
    common = mail.get("commonHeaders") if isinstance(mail, dict) else None
    return str(common.get("messageId", "")).strip("<> ")[:255] if isinstance(common, dict) else ""
