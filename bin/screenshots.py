"""Take the pictures of the README from a running portal: make screenshots (ARGS="--url http://127.0.0.1:8000").

Needs Chromium and the demonstration content. Signs in with demonstration accounts for the pages that ask for it. A picture
is kept with 256 colours.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
VISITOR, CONTACT, EDITOR, DOORKEEPER = (
    *("", "contact.western-hills@example.org"),
    *("editor@example.org", "registration.desk@example.org"),
)
# who looks, name of the picture, address, width, colour scheme
PICTURES = [
    (VISITOR, "home-zh-hans-1440-light", "/zh-hans/", 1440, "light"),
    (VISITOR, "events-en-1440-light", "/en/events/", 1440, "light"),
    (VISITOR, "event-zh-hans-1440-light", "/zh-hans/events/{event}/", 1440, "light"),
    (VISITOR, "submission-en-1440-light", "/en/reports/submissions/{submission}/", 1440, "light"),
    (VISITOR, "delegations-en-1440-dark", "/en/delegations/", 1440, "dark"),
    (VISITOR, "search-zh-hans-1440-light", "/zh-hans/search/?q=气候", 1440, "light"),
    (VISITOR, "impact-en-1440-light", "/en/impact/", 1440, "light"),
    (VISITOR, "phone-zh-hans-375-light", "/zh-hans/events/", 375, "light"),
    (CONTACT, "account-zh-hans-1440-light", "/zh-hans/account/", 1440, "light"),
    (
        CONTACT,
        "register-en-1440-light",
        "/en/events/{register}/register/?for=demo-western-hills",
        1440,
        "light",
    ),
    (DOORKEEPER, "check-in-zh-hans-1440-light", "/zh-hans/check-in/{check_in}/", 1440, "light"),
    (EDITOR, "admin-zh-hans-1440-light", "/admin/events/event/", 1440, "light"),
]
HEIGHTS = {1440: 1000, 375: 812}


def chromium() -> str:
    for name in ("chromium", "google-chrome", "chromium-browser"):
        if path := shutil.which(name):
            return path
    sys.exit("Chromium is needed to take pictures.")


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    page.goto(f"{url}/zh-hans/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)


def take(browser: Browser, url: str, pictures: list, email: str, password: str) -> None:
    """All pictures that one person sees."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    if email:
        sign_in(page, url, email, password)
    for name, address, width, scheme in pictures:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)
        page.goto(url + address, wait_until="networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")
        with Image.open(FOLDER / f"{name}.png") as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
                FOLDER / f"{name}.png", optimize=True
            )
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--event", default="earth-hour-next", help="slug of the event shown")
    parser.add_argument("--submission", default="cescr-china-2023", help="slug of the submission shown")
    parser.add_argument(
        "--register", default="side-events-from-a-to-z", help="slug of the event to register for"
    )
    parser.add_argument(
        "--check-in", default="open-afternoon-tomorrow", help="slug of the event at whose door"
    )
    parser.add_argument("--password", default="demo-beijing-2007", help="of the demonstration accounts")
    parser.add_argument("--only", default="", help="only pictures whose name contains this")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for who in (VISITOR, CONTACT, DOORKEEPER, EDITOR):
            seen = [
                (name, address.format(**vars(options)), width, scheme)
                for email, name, address, width, scheme in PICTURES
                if email == who and options.only in name
            ]
            if seen:
                take(browser, options.url, seen, who, options.password)
        browser.close()


main()
