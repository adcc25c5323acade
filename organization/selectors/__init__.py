from organization.selectors.brands import brands, forget_hosts, logo_of, site_for
from organization.selectors.departments import default_department
from organization.selectors.scope import Scope, scope_of

__all__ = ["Scope", "brands", "default_department", "forget_hosts", "logo_of", "scope_of", "site_for"]
