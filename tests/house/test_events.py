"""The table of event types and the table of their arguments belong together."""

import csv

from tests.house.code import ROOT

NUMBER_OF_TYPES = 68


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "events" / f"{name}.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_all_event_types_are_there() -> None:
    ids = [row["id"] for row in rows("event_types")]
    assert len(ids) == len(set(ids)) == NUMBER_OF_TYPES


def test_every_event_type_has_arguments() -> None:
    first = next(iter(rows("event_args")[0]))
    described = {row[first] for row in rows("event_args")}
    assert {row["id"] for row in rows("event_types")} == described
