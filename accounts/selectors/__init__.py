from accounts.selectors.rights import implied_roles, permissions_of

__all__ = ["implied_roles", "permissions_of"]
