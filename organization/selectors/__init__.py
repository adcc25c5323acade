from organization.selectors.brands import brands, site_for
from organization.selectors.scope import Scope, scope_of

__all__ = ["Scope", "brands", "scope_of", "site_for"]
