"""A small table that is made, filled, changed and dropped: the rights of a desk, tried and not guessed."""

import secrets
from collections.abc import Callable

SAMPLE = "Zoë ✓ 🎫 日本"  # four bytes a letter: "utf8" of MySQL would lose it
Ask = Callable[[str], list[tuple[object, ...]]]


def statements(name: str, *, text: str = "varchar(40)") -> tuple[list[str], list[str]]:
    """What is done with the table and with one that refers to it, and how both are dropped."""
    other = f"{name}_b"
    key = f"CONSTRAINT {other}_f FOREIGN KEY (a_id) REFERENCES {name} (id)"
    do = [
        f"CREATE TABLE {name} (id integer NOT NULL PRIMARY KEY, body {text})",
        f"CREATE INDEX {name}_i ON {name} (body)",
        f"CREATE TABLE {other} (id integer NOT NULL PRIMARY KEY, a_id integer NOT NULL, {key})",
        f"ALTER TABLE {name} ADD COLUMN more integer NULL",
        f"INSERT INTO {name} (id, body) VALUES (1, '{SAMPLE}')",  # noqa: S608 - a name of our own
        f"UPDATE {name} SET more = 2 WHERE id = 1",  # noqa: S608 - as above
    ]
    return do, [f"DROP TABLE {other}", f"DROP TABLE {name}"]


def try_out(ask: Ask, *, text: str = "varchar(40)") -> str:
    """What was read back. Both tables are gone afterwards, also when a statement failed."""
    name = f"hd_probe_{secrets.token_hex(4)}"
    do, undo = statements(name, text=text)
    made = 0
    try:
        for sql in do:
            ask(sql)
            made += sql.startswith("CREATE TABLE")
        found = ask(f"SELECT body FROM {name} WHERE id = 1")  # noqa: S608 - a name of our own
        ask(f"DELETE FROM {name} WHERE id = 1")  # noqa: S608 - as above
        return str(found[0][0])
    finally:
        for sql in undo[len(undo) - made :]:
            ask(sql)
