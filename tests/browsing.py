"""People at browsers of their own, for tests that walk the pages as users do."""

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from reports.management.demonstration import PASSWORD
from tests.service import ROOT, Service

# Two cores render, answer and browse at once.
expect.set_options(timeout=20_000)

SCREENS = ROOT / "var" / "screens"
WIDTHS = (1280, 375)


class Person:
    """Somebody signed in with a browser of their own, who notices what goes wrong in it."""

    def __init__(self, browser: Browser, service: Service, email: str) -> None:
        self.email = email
        self.context: BrowserContext = browser.new_context(base_url=service.url)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto("/accounts/sign-in/")
        self.sign_in()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def sign_in(self) -> None:
        self.page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(self.email)
        self.page.get_by_role("textbox", name="Password").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()

    def picture(self, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def leave(self, *, expected: str = "") -> None:
        """Close the browser; `expected` names what its console may say because the test provoked it."""
        problems = [problem for problem in self.problems if not (expected and re.search(expected, problem))]
        assert problems == []
        self.context.close()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def screens() -> Path:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS
