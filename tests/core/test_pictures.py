"""The sizes a photograph is shown in are made after the upload, and go with it."""

import io
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from beijing_ngo.core import kept, pictures, renditions, tasks
from beijing_ngo.core.bell import Bell
from beijing_ngo.core.models import Photo
from tests.core.photographs import (
    PLACE,
    opened,
    picture,
    telephone_photo,
    told_by,
    uploaded,
)
from tests.factories import EventFactory


@pytest.fixture
def event(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return EventFactory()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside is committed at its end, and followed by what waits for that."""

    @contextmanager
    def commit():
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            yield callbacks
        connection.run_on_commit.clear()  # in a test it would be remembered as still to come

    return commit


def photo_of(record, content=None, **facts):
    file = uploaded(content or picture(size=(400, 300)), "IMG 2027.jpg")
    return Photo.objects.create(subject=record, image=file, **{"consent": True, **facts})


def files(settings):
    folder = Path(settings.MEDIA_ROOT) / "photos"
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def files_of(photo):
    """The names that a photograph should have, given what its row says."""
    photo.refresh_from_db()
    return sorted(
        Path(name).name for name in (photo.image.name, *renditions.names(photo.image.name, photo.renditions))
    )


def test_an_upload_is_followed_by_its_renditions(event, settings, committed):
    with committed():
        photo = photo_of(event, telephone_photo(size=(600, 800)))
        assert photo.renditions == {}  # nothing is made inside the request
        assert len(files(settings)) == 1

    assert files(settings) == files_of(photo)
    assert photo.renditions["widths"] == [320, 640, 800]
    assert len(files(settings)) == 7
    for name in files(settings):
        content = (Path(settings.MEDIA_ROOT) / "photos" / name).read_bytes()
        assert PLACE not in content
        assert told_by(opened(io.BytesIO(content))) == {}


def test_names_cannot_be_guessed_and_tell_nothing(event, committed):
    with committed():
        one, two = photo_of(event), photo_of(event)

    names = [Path(name).stem for photo in (one, two) for name in files_of(photo)]
    assert len(set(names)) == len({name[:32] for name in names}) * 3 == 6
    assert all(len(name) >= 32 and "IMG" not in name for name in names)


def test_pages_that_are_kept_show_them_at_once(event, client, committed):
    url = f"/en/events/{event.slug}/"
    with committed():
        photo_of(event)
        before = client.get(url).content.decode()
    after = client.get(url).content.decode()

    assert ("<picture>" in before, "<picture>" in after) == (False, True)
    assert 'width="400" height="300"' in before


def test_what_is_there_is_not_made_twice(event, committed, monkeypatch):
    with committed():
        photo = photo_of(event)
    monkeypatch.setattr(renditions, "draw", lambda *_arguments: pytest.fail("made again"))

    assert pictures.make(photo.image.name) is False


def test_a_new_file_takes_the_place_of_the_old_one(event, settings, committed):
    with committed():
        photo = photo_of(event)
    before = files_of(photo)

    with committed():
        photo.image = uploaded(picture(size=(500, 300)), "b.jpg")
        photo.save()
        assert set(before) <= set(files(settings))  # until it is committed

    assert files(settings) == files_of(photo)
    assert not set(before) & set(files(settings))


def test_what_is_rolled_back_leaves_the_files(event, settings, committed):
    with committed():
        photo = photo_of(event)
    before = files_of(photo)

    with committed():
        here = transaction.savepoint()
        photo.delete()
        transaction.savepoint_rollback(here)

    assert files(settings) == before


@pytest.mark.parametrize("of", ["photo", "record"])
def test_a_photograph_takes_its_files_along(event, settings, committed, of):
    with committed():
        photo = photo_of(event)

    with committed():
        (photo if of == "photo" else event).delete()

    assert files(settings) == []


def test_a_file_that_another_row_shows_stays(event, settings, committed):
    with committed():
        photo = photo_of(event)
        taken_over = Photo.objects.create(
            subject=EventFactory(), image=photo.image.name, width=400, height=300
        )
    both = files_of(photo)
    assert files_of(taken_over) == both  # one making for both

    with committed():
        photo.delete()
    assert files(settings) == both

    with committed():
        taken_over.delete()
    assert files(settings) == []


def test_a_row_that_comes_later_shares_what_is_there(event, settings, committed):
    with committed():
        photo = photo_of(event)
    with committed():
        later = Photo.objects.create(subject=EventFactory(), image=photo.image.name, width=400, height=300)

    assert files_of(later) == files_of(photo) == files(settings)


def meanwhile(monkeypatch, do):
    """While a worker is at it, somebody else does something."""
    store = pictures._store

    def slow(original):
        made = store(original)
        do()
        return made

    monkeypatch.setattr(pictures, "_store", slow)


def test_a_photograph_deleted_while_a_worker_is_at_it_leaves_nothing(event, settings, committed, monkeypatch):
    photo = photo_of(event)
    meanwhile(monkeypatch, Photo.objects.get(pk=photo.pk).delete)

    with committed():
        pictures.make(photo.image.name)

    assert files(settings) == []


def test_of_two_workers_the_first_is_right(event, settings, committed, monkeypatch):
    photo = photo_of(event)
    with monkeypatch.context() as patched, committed():
        first = pictures._store(photo.image.name)
        meanwhile(patched, lambda: Photo.objects.update(renditions=first))
        pictures.make(photo.image.name)

    assert files(settings) == files_of(photo)
    assert photo.renditions == first


# ---------------------------------------------------------------- when it fails


def test_a_failure_leaves_the_photograph_and_no_halves(event, settings, committed, monkeypatch):
    photo = photo_of(event)
    whole = renditions.draw

    def breaks_off(*arguments):
        yield next(whole(*arguments))
        raise OSError("no space left")

    monkeypatch.setattr(renditions, "draw", breaks_off)

    with pytest.raises(OSError, match="no space"), committed():
        pictures.make(photo.image.name)

    assert files(settings) == [Path(photo.image.name).name]
    assert files_of(photo) == files(settings)


def test_a_broken_one_does_not_keep_the_others(event, settings, committed, caplog):
    broken, good = photo_of(event), photo_of(event)
    whole = (Path(settings.MEDIA_ROOT) / broken.image.name).read_bytes()
    (Path(settings.MEDIA_ROOT) / broken.image.name).write_bytes(b"no picture")

    with committed():
        tasks.make_pictures.delay()

    assert (len(files_of(broken)), len(files_of(good))) == (1, 5)
    assert list(broken.renditions) == ["failed"]
    assert "UnidentifiedImageError" in caplog.text

    (Path(settings.MEDIA_ROOT) / broken.image.name).write_bytes(whole)
    with committed():
        tasks.make_waiting_pictures()
    assert len(files_of(broken)) == 1  # not at once

    with committed(), time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        tasks.make_waiting_pictures()
    assert len(files_of(broken)) == 5


def test_one_at_a_time(event, committed):
    first, second, third = photo_of(event), photo_of(event), photo_of(event)

    assert pictures.claim() == first.image.name
    assert pictures.claim() is None  # a worker is at it

    with committed():
        pictures.make(first.image.name)
    assert pictures.claim() == second.image.name
    assert len(files_of(third)) == 1


def test_whose_worker_died_waits_an_hour_and_the_others_three_minutes(event):
    dead, next_one = photo_of(event), photo_of(event)
    pictures.claim()

    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        pictures.release()
        assert pictures.claim() == next_one.image.name
    with time_machine.travel(timezone.now() + timedelta(minutes=62)):
        pictures.release()
        assert pictures.claim() == dead.image.name


def test_how_far_a_worker_has_come_renews_no_page(event):
    photo_of(event)
    before = kept.generation()

    pictures.set_aside(pictures.claim())
    pictures.release()

    assert kept.generation() == before


def test_many_uploads_are_made_one_after_the_other(event, settings, committed, monkeypatch):
    order, make = [], pictures.make
    monkeypatch.setattr(pictures, "make", lambda original: order.append(original) or make(original))
    bell = Bell("make_pictures", pause=60)
    woken, call = [], bell._call
    monkeypatch.setattr(bell, "_call", lambda **when: woken.append(when) or call(**when))
    monkeypatch.setattr(pictures, "_bell", bell)

    with committed():
        photos = [photo_of(event) for _number in range(4)]

    assert woken == [{}, {"countdown": 60}]  # and not once for each
    assert order == [photo.image.name for photo in photos]
    assert files(settings) == sorted(name for photo in photos for name in files_of(photo))


# ---------------------------------------------------------------- the command


def test_the_command_makes_what_is_missing_and_no_more(event, settings, committed, capsys):
    with committed():
        there, restored, widened = (photo_of(event) for _number in range(3))
    never_made = photo_of(event)
    untouched = files_of(there)
    for name in files_of(restored)[:-1]:
        (Path(settings.MEDIA_ROOT) / "photos" / name).unlink()
    Photo.objects.filter(pk=widened.pk).update(
        renditions={"key": widened.renditions.get("key", "x"), "widths": [7]}
    )

    with committed():
        call_command("make_pictures")

    assert capsys.readouterr().out == "4 photographs, 3 made\n"
    assert files_of(there) == untouched
    for photo in (restored, widened, never_made):
        assert set(files_of(photo)) <= set(files(settings))
        assert photo.renditions["widths"] == [320, 400]


def test_the_command_can_make_all_anew(event, settings, committed):
    with committed():
        photo = photo_of(event)
    before = files_of(photo)

    with committed():
        call_command("make_pictures", "--again", verbosity=0)

    assert files(settings) == files_of(photo)
    assert set(before) & set(files(settings)) == {Path(photo.image.name).name}


def test_the_command_goes_on_after_a_broken_one(event, settings, committed, capsys):
    good = photo_of(event)
    broken = photo_of(event)
    (Path(settings.MEDIA_ROOT) / broken.image.name).write_bytes(b"no picture")

    with committed(), pytest.raises(CommandError, match="1 could not be made"):
        call_command("make_pictures")

    assert broken.image.name in capsys.readouterr().err
    assert (len(files_of(good)), len(files_of(broken))) == (5, 1)
