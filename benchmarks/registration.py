"""Sign-ups over HTTP: python -m benchmarks.registration [--clients 64] [--places 40] [--rounds 5] [--seconds 8]

First a race: all clients register parties of one to four at the same moment, some of them twice as an impatient finger
does, at a desk that has fewer places than they want; afterwards the database is counted. Then the rate of sign-ups with
eight clients, in turns with a bare Django view that does one conditional UPDATE and one INSERT. Without DATABASE_URL on
SQLite, with it (and REDIS_URL) on PostgreSQL. Ends with an error when a rule was broken.
"""

import random
import statistics
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks.database import Database, options
from benchmarks.servers import Server

WORKERS, THREADS = 2, 4


def post(connection: HTTPConnection, path: str, fields: dict[str, str], cookies: str = "") -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Host": "127.0.0.1"}
    connection.request("POST", path, urlencode(fields), headers)
    response = connection.getresponse()
    response.read()
    return response.status


# ---------------------------------------------------------------- the race


def race(server: Server, clients: int, places: int, chance: random.Random, **rules) -> list[str]:
    """One round; returns the rules that were broken."""
    from benchmarks.desk import form, new_client, new_desk
    from events.models import Registration
    from events.questions import version_of

    desk = new_desk(capacity=places, audience="members_only", **rules)
    path, version = f"/en/events/{desk.event.slug}/register/?for=", version_of([])
    contenders = [(new_client(), chance.randint(1, 4)) for _place in range(clients)]
    forms = [(client, size, form(client, version, size)) for client, size in contenders]
    start, answers, lock = threading.Barrier(len(forms)), [], threading.Lock()

    def run(client, size, fields):
        slug = f"race-{client.email.partition('@')[0]}"
        connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
        start.wait()
        for _press in range(2 if size == 2 else 1):
            status = post(connection, path + slug, fields, client.cookies)
            with lock:
                answers.append((client.email, size, status))
        connection.close()

    threads = [threading.Thread(target=run, args=one) for one in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Registration.objects.filter(desk=desk).select_related("contact")
    return broken_rules(desk, answers, list(found), contenders, places)


def broken_rules(desk, answers, registrations, contenders, places) -> list[str]:
    from events.models import Attendee

    desk.refresh_from_db()
    broken = []
    seated = Attendee.objects.expected().filter(desk=desk).count()
    sizes = {client.email: size for client, size in contenders}
    by_contact = Counter(registration.contact.email for registration in registrations)
    if seated > places or desk.places_taken != seated:
        broken.append(
            f"oversold or miscounted: {seated} seated, {desk.places_taken} counted, {places} places"
        )
    if any(number > 1 for number in by_contact.values()):
        broken.append("somebody is registered twice")
    for registration in registrations:
        if registration.attendees.live().count() != sizes[registration.contact.email]:
            broken.append(f"{registration} has lost or gained people")
    if any(status >= 500 for _email, _size, status in answers):
        broken.append(f"server errors: {sum(status >= 500 for *_rest, status in answers)}")
    told_yes = {email for email, _size, status in answers if status == 302}
    if told_yes != set(by_contact):
        broken.append(f"told yes: {len(told_yes)}, registered: {len(by_contact)}")
    left = places - seated
    if desk.waiting_list:
        waiting = desk.registrations.waiting_in_order()
        head = waiting.first()
        if len(by_contact) != len(contenders):
            broken.append("somebody was refused although there is a waiting list")
        if head and head.party_size <= left:
            broken.append(f"{left} places are free while a party of {head.party_size} waits first")
    else:
        refused = [size for client, size in contenders if client.email not in by_contact]
        if any(size <= left for size in refused):
            broken.append(f"a party of {min(refused)} was refused with {left} places free")
    return broken


# ---------------------------------------------------------------- the rate


def rate(seconds: float, clients: int, send) -> float:
    """Sign-ups a second with so many clients, each on a connection of its own."""
    done, until = Counter(), time.monotonic() + seconds

    def run(number):
        while time.monotonic() < until:
            send(number)
            done[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done.values()) / (time.monotonic() - started)


def portal_rate(server: Server, seconds: float, clients: int) -> float:
    from benchmarks.desk import form, new_client, new_desk
    from events.questions import version_of

    desk = new_desk(capacity=100_000, audience="members_only")
    path, version = f"/en/events/{desk.event.slug}/register/", version_of([])
    signed_in = [new_client() for _place in range(clients)]
    connections = [HTTPConnection("127.0.0.1", server.port, timeout=60) for _place in range(clients)]

    def send(number):
        client = signed_in[number]
        slug = f"race-{client.email.partition('@')[0]}"
        status = post(connections[number], f"{path}?for={slug}", form(client, version, 1), client.cookies)
        if status != 302:
            raise RuntimeError(f"a sign-up answered {status}")

    return rate(seconds, clients, send)


def bare_rate(server: Server, seconds: float, clients: int, desk_pk: int) -> float:
    connections = [HTTPConnection("127.0.0.1", server.port, timeout=60) for _place in range(clients)]

    def send(number):
        status = post(connections[number], f"/limit-sign-up/{desk_pk}", {"email": "somebody@example.org"})
        if status != 302:
            raise RuntimeError(f"the bare view answered {status}")

    return rate(seconds, clients, send)


def make_bare_table() -> int:
    from django.db import connection

    from benchmarks.desk import new_desk

    key = (
        "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY AUTOINCREMENT"
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_signup")
        cursor.execute(
            f"CREATE TABLE bare_signup (id {key}, desk_id bigint NOT NULL, email varchar(254) NOT NULL)"
        )
    return new_desk(capacity=10_000_000).pk


def main() -> int:
    asked = options(__doc__, clients=64, places=40, rounds=5, seconds=8.0)
    database = Database.ready(asked)
    import django

    django.setup()
    kept_in = "Redis" if "REDIS_URL" in database.environment else "files"
    print(f"{'PostgreSQL' if database.url else 'SQLite'}, {kept_in}; {WORKERS} × {THREADS} threads")
    portal = Server("beijing_ngo.wsgi", database.environment, workers=WORKERS, threads=THREADS)
    bare_settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    bare = Server(
        "benchmarks.bare.wsgi", database.environment | bare_settings, workers=WORKERS, threads=THREADS
    )
    try:
        portal.wait()
        bare.wait()
        broken = run_races(portal, asked)
        run_rates(portal, bare, asked)
    finally:
        portal.stop()
        bare.stop()
    return 1 if broken else 0


def run_races(portal: Server, asked) -> list[str]:
    chance, broken = random.Random(2007), []
    for number in range(asked.rounds):
        for waiting_list in (True, False):
            started = time.monotonic()
            found = race(portal, asked.clients, asked.places, chance, waiting_list=waiting_list)
            words = "; ".join(found) or "every rule held"
            name = "with" if waiting_list else "without"
            print(f"  race {number + 1}, {name} a waiting list: {words} ({time.monotonic() - started:.1f} s)")
            broken += found
    return broken


def run_rates(portal: Server, bare: Server, asked) -> None:
    desk_pk = make_bare_table()
    ratios = []
    for _round in range(3):
        mine = portal_rate(portal, asked.seconds, 8)
        limit = bare_rate(bare, asked.seconds, 8, desk_pk)
        ratios.append(mine / limit)
        print(f"  sign-ups a second: {mine:6.1f}; bare: {limit:6.1f}; ratio {mine / limit:.2f}")
    print(f"  median ratio {statistics.median(ratios):.2f} (aim: at least 0.20)")


if __name__ == "__main__":
    sys.exit(main())
