"""Three officers of one council, each at a browser of their own: from delegation to a signature, with two refusals."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Person, press
from tests.service import Service

COUNCIL = "falkirk"
BASE = f"/assessments/{COUNCIL}/2026/"
AREA = "Leadership"
SECTION = f"{BASE}sections/LEA/"

pytestmark = pytest.mark.browser


def delegate(lead: Person) -> None:
    page = lead.page
    page.goto(f"{BASE}assign/")
    page.get_by_label(AREA, exact=True).check()
    page.get_by_label("Who answers them?").select_option(label=f"Contributor, Falkirk <contributor@{COUNCIL}.example>")
    lead.picture("delegate")
    press(page, "Save")
    expect(page.get_by_text("1 section is assigned.")).to_be_visible()


def answer_own_section(contributor: Person) -> None:
    page = contributor.page
    page.goto("/")
    contributor.picture("contributors-work")
    page.goto(BASE)
    expect(page.get_by_role("heading", name="Yours")).to_be_visible()
    contributor.picture("task-list-of-a-contributor")
    page.get_by_role("link", name=AREA, exact=True).click()
    for question in page.locator("section.question").all():
        question.get_by_role("radio", name=re.compile("^3 ")).check()
        question.get_by_label("Evidence and notes").fill("The board’s minutes of June")
    press(page, "Save")
    expect(page.get_by_role("alert").get_by_text(re.compile("Saved at"))).to_be_visible()


def others_are_for_reading(contributor: Person) -> None:
    contributor.page.goto(f"{BASE}sections/CON/")
    expect(contributor.page.get_by_role("button", name="Save")).to_have_count(0)
    expect(contributor.page.get_by_text("This section is not yours")).to_be_visible()


def comment(person: Person, words: str) -> None:
    page = person.page
    page.goto(f"{SECTION}comments/?question=LEA01")
    page.get_by_role("textbox").fill(words)
    press(page, "Add the comment")
    expect(page.get_by_text(words).first).to_be_visible()


def hand_in(contributor: Person) -> None:
    page = contributor.page
    page.goto(f"{SECTION}hand-in/")
    press(page, "Hand in to the lead")
    expect(page.get_by_text(f"{AREA} is handed in.")).to_be_visible()
    page.goto(SECTION)
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    contributor.picture("handed-in")


def return_section(lead: Person, words: str) -> None:
    page = lead.page
    page.goto(f"{SECTION}send-back/")
    press(page, "Send back with a comment")
    expect(page.get_by_role("alert").get_by_text("There is a problem")).to_be_visible()
    page.get_by_role("textbox").fill(words)
    press(page, "Send back with a comment")
    expect(page.get_by_text(f"{AREA} is sent back.")).to_be_visible()


def mend(contributor: Person, words: str) -> None:
    page = contributor.page
    page.goto(SECTION)
    expect(page.get_by_text(words).first).to_be_visible()
    contributor.picture("section-sent-back")
    page.get_by_label("Evidence and notes").first.fill("The board’s minutes of June and September")
    press(page, "Save")
    expect(page.get_by_role("alert").get_by_text(re.compile("Saved at"))).to_be_visible()


def agree(lead: Person) -> None:
    page = lead.page
    page.goto(f"{SECTION}agree/")
    press(page, "Agree")
    expect(page.get_by_text(f"{AREA} is agreed.")).to_be_visible()
    page.goto(f"{BASE}picture/")
    lead.picture("picture")


def submit(lead: Person) -> None:
    page = lead.page
    page.goto(f"{BASE}check/")
    lead.picture("check-with-comments")
    page.get_by_label("We have checked these answers").check()
    incomplete = page.get_by_label(re.compile("Submit although"))
    if incomplete.count():
        incomplete.check()
    press(page, "Submit for sign-off")
    expect(page.get_by_text("Submitted. The approver can sign it off now.")).to_be_visible()


def refuse(approver: Person, words: str) -> None:
    page = approver.page
    page.goto(f"{BASE}sign-off/")
    approver.picture("sign-off-in-ten-minutes")
    page.get_by_role("textbox").last.fill(words)
    press(page, "Send back")
    expect(page.get_by_text("Sent back.")).to_be_visible()


def sign_off(approver: Person) -> None:
    page = approver.page
    page.goto(f"{BASE}sign-off/")
    page.get_by_label("I have read these answers").check()
    press(page, "Sign off for the council")
    expect(page.get_by_text("Signed off. Nothing in this assessment changes any more.")).to_be_visible()


def reopen(manager: Person, words: str) -> None:
    page = manager.page
    page.goto(f"{BASE}reopen/")
    page.get_by_role("textbox").fill(words)
    press(page, re.compile("Reopen"))
    expect(page.get_by_text("Falkirk can change its answers again.")).to_be_visible()


def everybody_reads(page: Page, words: str) -> None:
    page.goto(BASE)
    expect(page.get_by_text(words).first).to_be_visible()


def test_three_officers_delegate_answer_comment_return_agree_submit_refuse_reopen_and_sign_off(
    browser: Browser, service: Service
) -> None:
    lead, contributor, approver = (
        Person(browser, service, f"{role}@{COUNCIL}.example") for role in ("lead", "contributor", "approver")
    )
    delegate(lead)
    answer_own_section(contributor)
    others_are_for_reading(contributor)
    comment(contributor, "Is the strategy of 2024 still the one in force?")
    hand_in(contributor)
    comment(lead, "It is, until the summer.")
    return_section(lead, "Please name the September minutes too.")
    mend(contributor, "Please name the September minutes too.")
    hand_in(contributor)
    agree(lead)
    submit(lead)
    refuse(approver, "Tell me why nothing is said about data.")
    everybody_reads(lead.page, "Tell me why nothing is said about data.")
    submit(lead)
    sign_off(approver)

    manager = Person(browser, service, "manager@office.example")
    reopen(manager, "A figure was found to be wrong.")
    manager.leave()
    for person in (lead, contributor, approver):
        everybody_reads(person.page, "A figure was found to be wrong.")
    submit(lead)
    sign_off(approver)
    for person in (lead, contributor, approver):
        person.leave(expected="409")
