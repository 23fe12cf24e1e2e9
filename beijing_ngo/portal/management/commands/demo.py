"""manage.py demo: a site to look at, or, with --scale, a site to measure."""

import sys
import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beijing_ngo.portal.demo import users
from beijing_ngo.portal.demo.load import load, size
from beijing_ngo.portal.demo.store import ContentError
from beijing_ngo.portal.scale.make import KINDS, kinds_for, make

BAR = 30


class Command(BaseCommand):
    help = (
        "Loads the demonstration content in both languages. Dates are counted from today, so there are always events to "
        "come. Loading again puts demonstration records back as they were and touches no others."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="load as on this day"
        )
        parser.add_argument(
            "--scale",
            type=float,
            metavar="N",
            default=0,
            help="make N thousand events, organisations, delegations, articles and registrations too, for measuring",
        )
        parser.add_argument(
            "--only", choices=KINDS, help="with --scale: one kind, and what it cannot be without"
        )
        listing = parser.add_mutually_exclusive_group()
        listing.add_argument("--accounts", action="store_true", help="only list the demonstration accounts")
        listing.add_argument("--without-accounts", action="store_true", help="load without listing them")

    def handle(self, *, today, scale, only, accounts, without_accounts, verbosity, **options):
        self.verbosity = verbosity
        today = today or timezone.localdate()
        if not accounts:
            self.load(today)
        if scale:
            self.make_many(round(scale * 1000), today, only)
        if verbosity and not without_accounts:
            self.list_accounts()

    def load(self, today):
        began, bar = time.monotonic(), self.progress(size())
        try:
            load(today, step=bar)
        except ContentError as error:
            raise CommandError(str(error)) from error
        bar.end()
        self.say(f"演示内容已载入 · Demonstration content loaded ({time.monotonic() - began:.1f} s)")

    def make_many(self, total, today, only):
        kinds = kinds_for(only)
        began, bar = time.monotonic(), self.progress(total * len(kinds))
        make(total, today, only=only, step=bar)
        bar.end()
        self.say(f"{total} × {', '.join(kinds)} ({time.monotonic() - began:.1f} s)")

    def list_accounts(self):
        rows = users.accounts()
        if not settings.DEMO_ACCOUNTS:
            self.say("演示账号没有密码（DEMO_ACCOUNTS 未开启）· No demonstration account has a password.")
        elif rows:
            self.say(f"演示账号 · Demonstration accounts    密码 · password: {users.PASSWORD}")
            for email, role in rows:
                self.say(f"  {email:<38} {role}")

    def progress(self, total):
        return Progress(self.stdout, total, shown=self.verbosity > 0 and sys.stdout.isatty())

    def say(self, line):
        if self.verbosity:
            self.stdout.write(line)


class Progress:
    """One line that fills up; nothing where nobody watches."""

    def __init__(self, out, total, *, shown):
        self.out, self.total, self.shown, self.done = out, max(total, 1), shown, 0

    def __call__(self, name, count=1):
        self.done += count
        if self.shown:
            full = min(BAR * self.done // self.total, BAR)
            line = f"\r{'━' * full}{'·' * (BAR - full)} {self.done}/{self.total} {name:<24}"
            self.out.write(line, ending="")
            self.out.flush()

    def end(self):
        if self.shown:
            self.out.write("\r" + " " * (BAR + 50) + "\r", ending="")
