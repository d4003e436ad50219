"""The road of one answer, walked in a real browser through real processes, on each database that is there.

Leaves a picture of every page at two widths, and of every page of the PDF, in var/screens.
"""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import SCREENS, Person
from tests.service import Service

COUNCIL = "angus"

pytestmark = pytest.mark.browser


def answer_section(page: Page) -> None:
    """Choose a level for every question, tick the first practice of each, write evidence once, and save."""
    questions = page.locator("section.question")
    for number, question in enumerate(questions.all()):
        question.get_by_role("radio", name=re.compile(r"^[1-5] ")).nth(number % 4 + 1).check()
        practices = question.get_by_role("checkbox")
        if practices.count():
            practices.first.check()
        if number == 0:
            question.get_by_label("Evidence and notes").fill("The plan that the committee agreed in May")
    save_and_continue(page)


def save_and_continue(page: Page) -> None:
    """The page saves in the background first, so the click is over before the next page is there."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


def answer_everything(lead: Person) -> None:
    page = lead.page
    page.get_by_role("link", name="Open the assessment").first.click()
    lead.picture("task-list-empty")
    page.get_by_role("link", name="Digital leadership", exact=True).click()
    save_and_continue(page)
    page.goto(page.url.split("sections/")[0])
    page.get_by_role("link", name="Digital leadership", exact=True).click()
    lead.picture("section")
    sections = 0
    while "/sections/" in page.url:
        answer_section(page)
        expect(page.get_by_text(re.compile(r"Saved at \d\d:\d\d"))).to_be_visible()
        sections += 1
    assert sections == 18


def submit(lead: Person) -> None:
    page = lead.page
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    lead.picture("check-answers")
    page.get_by_role("button", name="Submit for sign-off").click()
    expect(page.get_by_role("alert").get_by_text("There is a problem")).to_be_visible()
    page.get_by_role("link", name="Confirm that you have checked the answers").click()
    expect(page.get_by_label("We have checked these answers")).to_be_focused()
    page.get_by_label("We have checked these answers").check()
    page.get_by_role("button", name="Submit for sign-off").click()
    expect(page.get_by_text("Submitted. The approver can sign it off now.")).to_be_visible()
    lead.picture("task-list-submitted")


def sign_off(approver: Person) -> None:
    page = approver.page
    page.get_by_role("link", name="Open the assessment").first.click()
    page.get_by_role("button", name="Read and sign off").click()
    approver.picture("sign-off")
    page.get_by_label("I have read these answers").check()
    page.get_by_role("button", name="Sign off for the council").click()
    expect(page.get_by_text("Signed off. Nothing in this assessment changes any more.")).to_be_visible()


def download_scorecard(viewer: Person, folder: Path) -> Path:
    page = viewer.page
    page.get_by_role("link", name="Results").first.click()
    expect(page.get_by_text("invented").first).to_be_visible()
    viewer.picture("results")
    page.get_by_role("button", name=re.compile("scorecard", re.IGNORECASE)).first.click()
    viewer.picture("scorecard-waiting")
    link = page.get_by_role("button", name=re.compile("Download")).first
    expect(link).to_be_visible(timeout=60_000)
    viewer.picture("scorecard-ready")
    with page.expect_download() as download:
        link.click()
    path = folder / "scorecard.pdf"
    download.value.save_as(path)
    assert "Angus" in download.value.suggested_filename
    return path


def read_pdf(path: Path) -> str:
    assert path.read_bytes().startswith(b"%PDF-")
    subprocess.run(["pdftoppm", "-r", "60", "-png", path, SCREENS / "scorecard-page"], check=True)
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def see_council_on_dashboard(analyst: Person) -> None:
    page = analyst.page
    page.get_by_role("link", name="All councils", exact=True).click()
    analyst.picture("office")
    page.get_by_role("link", name=re.compile("Progress")).first.click()
    expect(page.get_by_role("row", name=re.compile("Angus")).get_by_text("Signed off")).to_be_visible()
    analyst.picture("office-progress")
    page.goto(page.url.replace("/progress/", "/councils/"))
    expect(page.get_by_role("row", name=re.compile("^Angus|Angus")).first).to_be_visible()
    analyst.picture("office-councils")


def test_a_council_answers_signs_off_and_downloads_and_the_office_sees_it(
    browser: Browser, service: Service, tmp_path: Path
) -> None:
    lead = Person(browser, service, f"lead@{COUNCIL}.example")
    lead.picture("your-work")
    answer_everything(lead)
    submit(lead)
    lead.leave()

    approver = Person(browser, service, f"approver@{COUNCIL}.example")
    sign_off(approver)
    approver.leave()

    viewer = Person(browser, service, f"viewer@{COUNCIL}.example")
    text = read_pdf(download_scorecard(viewer, tmp_path))
    viewer.leave()
    assert "Angus" in text
    assert "The plan that the committee agreed in May" not in text, "notes stay with those who answer"
    assert "invented" in text

    analyst = Person(browser, service, "analyst@office.example")
    see_council_on_dashboard(analyst)
    analyst.leave()
