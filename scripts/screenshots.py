"""`make screenshots`: the pages of the demo company into docs/screenshots, wide, narrow, light and dark.

Starts a desk of its own in a scratch folder, signs in as the people of the demo, and follows the links a
person would follow, so a page that cannot be reached is an error here.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.screenshots_cluster import cluster  # noqa: E402 - needs the path set above
from tests.servers import chromium  # noqa: E402 - needs the path set above
from tests.servers.availability import SERVERS  # noqa: E402 - as above
from tests.servers.desk import Desk  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
SIZES = {"wide": (1440, 900), "narrow": (360, 780)}
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Shot:
    """A page: who looks at it, where it starts, and what is opened from there (a CSS selector of a link)."""

    name: str
    person: str | None
    path: str
    follow: str | None = None


SHOTS = (
    Shot("portal-home", None, "/"),
    Shot("portal-submit", None, "/submit"),
    Shot("portal-tickets", "cleo", "/tickets"),
    Shot("portal-ticket", "cleo", "/tickets", "main a[href^='/tickets/']"),
    Shot("sign-in", None, "/login"),
    Shot("agent-list", "ann", "/agent/"),
    Shot("agent-ticket", "ann", "/agent/", "main a[href^='/agent/tickets/']"),
    Shot("settings", "admin", "/settings/"),
    Shot("settings-licensing", "admin", "/settings/licensing"),
    *(
        Shot(f"setup-{step}", "admin", f"/settings/setup/{step}")
        for step in ("brand", "places", "agents", "mail", "files", "done")
    ),
    Shot("settings-mail", "admin", "/settings/mail"),
    Shot("settings-fields", "admin", "/settings/fields", "main a[href*='/settings/fields/1/']"),
    Shot("settings-rule", "admin", "/settings/rules", "main a[href^='/settings/rules/']:not([href$='/new'])"),
    Shot("settings-providers", "admin", "/settings/providers"),
    Shot("settings-provider", "admin", "/settings/providers/tickets"),
    Shot("settings-directories", "admin", "/settings/directories"),
)
CLUSTER_SHOTS = (
    Shot("settings-cluster", "admin", "/settings/cluster"),
    Shot("settings-database", "admin", "/settings/database"),
)


@contextmanager
def demo_desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="helpdesk-screenshots-") as folder:
        desk = Desk(f"sqlite:///{folder}/desk.sqlite3", Path(folder), settings={"DEMO": "1"})
        desk.manage("migrate", "--verbosity=0")
        desk.manage("demo")
        with desk.start():
            yield desk


def sign_in(page: Page, desk: Desk, person: str) -> None:
    page.goto(f"{desk.base_url}/login")
    page.fill("input[autocomplete~=username]", person)
    page.fill("input[type=password]", f"demo-{person}")
    page.press("input[type=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def take(page: Page, desk: Desk, shot: Shot, suffix: str) -> None:
    answer = page.goto(desk.base_url + shot.path)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.name}: {shot.path} answered {answer.status if answer else 'nothing'}")
    if shot.follow:
        address = page.locator(shot.follow).first.get_attribute("href", timeout=5000)
        page.goto(desk.base_url + str(address))
    page.wait_for_load_state("load")
    page.wait_for_timeout(400)  # fragments that the page loads by itself
    page.screenshot(path=TARGET / f"{shot.name}-{suffix}.png", animations="disabled", caret="hide")


def photograph(browser: Browser, desk: Desk, all_shots: Iterable[Shot], size: str, scheme: str) -> int:
    width, height = SIZES[size]
    taken = 0
    for person in dict.fromkeys(shot.person for shot in all_shots):
        shots = [shot for shot in all_shots if shot.person == person]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page = context.new_page()
        if person:
            sign_in(page, desk, person)
        for shot in shots:
            take(page, desk, shot, f"{size}-{scheme}")
            taken += 1
        context.close()
    return taken


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    taken = 0
    with chromium.running() as browser:
        for start, all_shots in ((demo_desk, SHOTS), (cluster, CLUSTER_SHOTS)):
            shots = [shot for shot in all_shots if not wanted or shot.name in wanted]
            if not shots:
                continue
            is_there, how = SERVERS["PostgreSQL"]
            if start is cluster and not is_there():
                print(f"Clustering needs PostgreSQL, its pictures stay as they are: {how}")
                continue
            with start() as desk:
                for size, scheme in product(SIZES, SCHEMES):
                    taken += photograph(browser, desk, shots, size, scheme)
    print(f"{taken} pictures in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
