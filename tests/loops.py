"""Coroutines in tests, in a thread of their own: the browser's driver keeps a loop in the main one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")


def run(story: Coroutine[Any, Any, T]) -> T:
    """What `asyncio.run` gives; the thread's database connections are closed after it."""

    def body() -> T:
        try:
            return asyncio.run(story)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(body).result()
