from accounts.selectors.factors import Factors, factors_of
from accounts.selectors.people import (
    administrators,
    agent_for,
    agents,
    asked_of,
    customer_for,
    customers,
    history_of,
    is_agent_name,
    other_administrators_exist,
)
from accounts.selectors.rights import implied_roles, permissions_of
from accounts.selectors.roles import assignable_roles, role_for, roles
from accounts.selectors.seats import enabled_agents
from accounts.selectors.sessions import lockout_seconds, sign_ins_of

__all__ = [
    "Factors",
    "administrators",
    "agent_for",
    "agents",
    "asked_of",
    "assignable_roles",
    "customer_for",
    "customers",
    "enabled_agents",
    "factors_of",
    "history_of",
    "implied_roles",
    "is_agent_name",
    "lockout_seconds",
    "other_administrators_exist",
    "permissions_of",
    "role_for",
    "roles",
    "sign_ins_of",
]
