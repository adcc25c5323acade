"""One search interface for all databases: `store` / `append` / `move` / `remove`, and `find`."""

from common.search.finder import documents, find
from common.search.index import add, append, move, remove, store
from common.search.words import document, query

__all__ = ["add", "append", "document", "documents", "find", "move", "query", "remove", "store"]
