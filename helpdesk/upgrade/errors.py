"""Why a database is not upgraded. The texts go to the terminal of who runs the desk."""


class UpgradeError(Exception):
    """The database stays as it is; the text says why and what to do."""


class NewerSchemaError(UpgradeError):
    """A newer version of the product has changed the database in a way that this one does not know."""


class OldNodesError(UpgradeError):
    """Servers of a version that cannot work with the new schema are at work."""
