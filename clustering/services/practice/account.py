"""What waited before the desk changed nodes, and what became of it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from clustering.work import MOST, kinds


def snapshot() -> dict[str, Any]:
    """The rows that wait now, by kind of work."""
    return {kind.name: {"ids": kind.waiting(MOST)} for kind in kinds()}


def settle(before: dict[str, Any], since: datetime) -> dict[str, Any]:
    """The report: how many waited, and what is known of them now. The ids are not kept."""
    report: dict[str, Any] = {}
    for kind in kinds():
        if kind.name not in before:
            continue
        ids = before[kind.name]["ids"]
        report[kind.name] = {
            "before": len(ids),
            "after": len(kind.waiting(MOST)),
            **asdict(kind.account(ids, since)),
        }
    return report


def is_clean(report: dict[str, Any]) -> bool:
    """Nothing was lost and nothing was done twice."""
    return not any(part.get("gone") or part.get("doubled") for part in report.values())
