"""Full text of each database: one small class each, behind the interface of `common.search`."""

from typing import Protocol

from django.db import connection


class Vendor(Protocol):
    """How a database indexes and matches `SearchDocument.words`."""

    def create(self) -> list[str]:
        """DDL that adds the index."""
        ...

    def match(self, words: list[str]) -> tuple[str, list[str]]:
        """A WHERE condition on `common_searchdocument` and its parameters: all words are there."""
        ...


class Postgres:
    """A GIN index on the words as they are: no parser, no stop words, no stemming."""

    expression = "array_to_tsvector(string_to_array(words, ' '))"

    def create(self) -> list[str]:
        return [f"CREATE INDEX search_words ON common_searchdocument USING gin ({self.expression})"]

    def match(self, words: list[str]) -> tuple[str, list[str]]:
        parts = [f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'" for word in words]
        return f"{self.expression} @@ %s::tsquery", [" & ".join(parts)]


class MySQL:
    """A FULLTEXT index; our marks make every word long enough and no stop word."""

    def create(self) -> list[str]:
        return ["CREATE FULLTEXT INDEX search_words ON common_searchdocument (words)"]

    def match(self, words: list[str]) -> tuple[str, list[str]]:
        return "MATCH (words) AGAINST (%s IN BOOLEAN MODE)", [" ".join(f"+{word}" for word in words)]


class SQLite:
    """An external-content FTS5 table kept in step by triggers."""

    def create(self) -> list[str]:
        gone = "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.id, old.words);"
        came = "INSERT INTO search_fts(rowid, words) VALUES (new.id, new.words);"
        table = "common_searchdocument"
        options = (
            f"content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 0', detail=none"
        )
        return [
            f"CREATE VIRTUAL TABLE search_fts USING fts5(words, {options})",
            f"CREATE TRIGGER search_ai AFTER INSERT ON {table} BEGIN {came} END",
            f"CREATE TRIGGER search_ad AFTER DELETE ON {table} BEGIN {gone} END",
            f"CREATE TRIGGER search_au AFTER UPDATE OF words ON {table} BEGIN {gone} {came} END",
        ]

    def match(self, words: list[str]) -> tuple[str, list[str]]:
        parts = [f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"' for word in words]
        return (
            "common_searchdocument.id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)",
            [" AND ".join(parts)],
        )


_VENDORS: dict[str, Vendor] = {"postgresql": Postgres(), "mysql": MySQL(), "sqlite": SQLite()}


def vendor(name: str | None = None) -> Vendor:
    """The one of this connection, or of the named database."""
    return _VENDORS[name or connection.vendor]
