"""What load balancers and supervisors ask: does the process live, and may it get traffic?"""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from clustering import fence

_state = {"is_migrated": False}


def pending_migrations() -> list[str]:
    """Names of migrations that the database has not got."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _is_migrated() -> bool:
    """Asked anew until it is true: migrations are not taken back under a running node."""
    if not _state["is_migrated"]:
        _state["is_migrated"] = not pending_migrations()
    return _state["is_migrated"]


def readiness() -> tuple[int, dict[str, object]]:
    """200 when this node should get traffic; else 503 and the reason."""
    try:
        if not _is_migrated():
            return 503, {"ready": False, "reason": "migrations are missing"}
        held = fence.read()
    except (DatabaseError, InterfaceError):
        connection.close()
        return 503, {"ready": False, "reason": "the database does not answer"}
    if not held.mine:
        return 503, {"ready": False, "reason": "this node is not active", "active": held.node}
    return 200, {"ready": True, "epoch": held.epoch}


def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """The node is ready for traffic."""
    status, body = readiness()
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
