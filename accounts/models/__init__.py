from accounts.models.directory import Directory, DirectoryRole
from accounts.models.role import Role, RolePermission
from accounts.models.signin import SignIn
from accounts.models.token import PersonalToken
from accounts.models.user import User
from accounts.models.value import UserValue

__all__ = [
    "Directory",
    "DirectoryRole",
    "PersonalToken",
    "Role",
    "RolePermission",
    "SignIn",
    "User",
    "UserValue",
]
