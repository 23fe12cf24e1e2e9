"""Take the pictures of the README from a running portal: make screenshots (ARGS="--url http://127.0.0.1:8000").

Needs Chromium and the demonstration content. Signs in with a demonstration account for the picture of the admin.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
# name of the picture, address, width, colour scheme
PICTURES = [
    ("home-zh-hans-1440-light", "/zh-hans/", 1440, "light"),
    ("events-en-1440-light", "/en/events/", 1440, "light"),
    ("event-zh-hans-1440-light", "/zh-hans/events/{event}/", 1440, "light"),
    ("submission-en-1440-light", "/en/reports/submissions/{submission}/", 1440, "light"),
    ("delegations-en-1440-dark", "/en/delegations/", 1440, "dark"),
    ("phone-zh-hans-375-light", "/zh-hans/events/", 375, "light"),
]
HEIGHTS = {1440: 1000, 375: 812}


def chromium() -> str:
    for name in ("chromium", "google-chrome", "chromium-browser"):
        if path := shutil.which(name):
            return path
    sys.exit("Chromium is needed to take pictures.")


def take(browser: Browser, url: str, name: str, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme)
    page.goto(url + address, wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def take_admin(browser: Browser, url: str, email: str, password: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/admin/login/?next=/admin/events/event/")
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form [type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / "admin-zh-hans-1440-light.png")
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--event", default="earth-hour-next", help="slug of the event shown")
    parser.add_argument("--submission", default="cescr-china-2023", help="slug of the submission shown")
    parser.add_argument("--account", default="editor@example.org:demo-beijing-2007", help="E-MAIL:PASSWORD")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, address, width, scheme in PICTURES:
            address = address.format(event=options.event, submission=options.submission)
            take(browser, options.url, name, address, width, scheme)
        take_admin(browser, options.url, *options.account.split(":", 1))
        browser.close()


main()
