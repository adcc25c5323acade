"""Content types and permissions have other ids in every installation; here they are names."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.backends.base.base import BaseDatabaseWrapper

Name = list[str]


class Names:
    """Both ways, read once from the connection. A name that is not there yet is made."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self._types: dict[int, Name] = {}
        self._permissions: dict[int, Name] = {}
        with connection.cursor() as cursor:
            if ContentType._meta.db_table not in connection.introspection.table_names(cursor):
                return
            cursor.execute("SELECT id, app_label, model FROM django_content_type")
            self._types = {row[0]: [row[1], row[2]] for row in cursor.fetchall()}
            cursor.execute("SELECT id, content_type_id, codename FROM auth_permission")
            self._permissions = {row[0]: [*self._types[row[1]], row[2]] for row in cursor.fetchall()}

    def content_type(self, key: int) -> Name:
        return self._types[key]

    def permission(self, key: int) -> Name:
        return self._permissions[key]

    def content_type_id(self, name: Name) -> int:
        """Raises ValueError when it is no such name."""
        label, model = map(str, name)
        for key, known in self._types.items():
            if known == [label, model]:
                return key
        made = ContentType.objects.using(self.connection.alias).create(app_label=label, model=model)
        self._types[made.pk] = [label, model]
        return made.pk

    def permission_id(self, name: Name) -> int:
        """Raises ValueError when it is no such name."""
        label, model, codename = map(str, name)
        for key, known in self._permissions.items():
            if known == [label, model, codename]:
                return key
        kind = self.content_type_id([label, model])
        made = Permission.objects.using(self.connection.alias).create(
            content_type_id=kind, codename=codename, name=codename
        )
        self._permissions[made.pk] = [label, model, codename]
        return made.pk
