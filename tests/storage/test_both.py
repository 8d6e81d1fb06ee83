"""A folder or S3: whoever keeps files does not notice which."""

import hashlib
import io
import os

import pytest

from server.storage import DAMAGED, MISSING, WHOLE

DAY_S = 25 * 3600
HALF_AN_HOUR_S = 1800


def sha256(content):
    return hashlib.sha256(content).digest()


def nothing(_sha256s):
    return set()


def everything(sha256s):
    return set(sha256s)


@pytest.mark.parametrize("content", [b"", b"x", os.urandom(5_000_000)], ids=len)
def test_a_file_is_kept_under_the_name_of_its_content(held, content):
    blob = held.store.put(io.BytesIO(content))

    assert (blob.sha256, blob.size) == (sha256(content), len(content))
    assert held.store.path(blob.sha256).read_bytes() == content
    assert held.content(blob.sha256) == content
    assert list(held.store.listed()) == [blob]
    assert held.store.exists(blob.sha256)


def test_what_came_twice_is_one_file(held):
    first, second = held.store.put_all([io.BytesIO(b"photo"), io.BytesIO(b"photo")])

    assert first == second == held.store.put(io.BytesIO(b"photo"))
    assert list(held.store.listed()) == [first]


def test_many_files_of_a_request_are_answered_in_their_order(held):
    contents = [str(number).encode() for number in range(20)]

    assert [blob.sha256 for blob in held.store.put_all(map(io.BytesIO, contents))] == list(map(sha256, contents))
    assert held.contents() == set(contents)


def test_nothing_to_put_is_nothing(held):
    assert held.store.put_all([]) == []
    assert list(held.store.listed()) == []


def test_what_is_not_there_is_missing(held):
    unknown = sha256(b"never stored")

    assert not held.store.exists(unknown)
    assert not held.store.path(unknown).exists()
    assert held.store.verify(unknown) == MISSING
    with pytest.raises(FileNotFoundError):
        held.store.open(unknown)


def test_a_file_that_was_changed_where_it_lies_is_found_damaged(held):
    whole, damaged = held.store.put_all([io.BytesIO(b"whole"), io.BytesIO(b"a photo")])
    held.damage(damaged.sha256)

    assert [held.store.verify(one.sha256) for one in (whole, damaged)] == [WHOLE, DAMAGED]


def test_sent_once_more_heals_a_file_that_was_discarded(held):
    blob = held.store.put(io.BytesIO(b"photo"))
    held.damage(blob.sha256)
    held.store.discard(blob.sha256)
    held.store.discard(blob.sha256)
    held.store.put(io.BytesIO(b"photo"))

    assert held.store.verify(blob.sha256) == WHOLE


def test_a_stray_of_yesterday_goes_and_what_a_row_speaks_of_stays(held):
    known, _stray = held.store.put_all([io.BytesIO(b"known"), io.BytesIO(b"stray")])
    held.age(DAY_S)

    assert held.store.remove_strays(lambda sha256s: {known.sha256} & set(sha256s)) == 1
    assert held.contents() == {b"known"}


def test_a_file_of_today_may_still_get_its_row(held):
    held.store.put(io.BytesIO(b"in flight"))

    assert held.store.remove_strays(nothing) == 0
    assert held.contents() == {b"in flight"}


def test_a_stray_that_is_sent_again_is_no_stray(held):
    held.store.put(io.BytesIO(b"photo"))
    held.age(DAY_S)
    held.store.put(io.BytesIO(b"photo"))

    assert held.store.remove_strays(nothing) == 0
    assert held.contents() == {b"photo"}


def test_a_stray_that_is_sent_again_while_it_is_looked_at_stays(held):
    held.store.put(io.BytesIO(b"photo"))
    held.age(DAY_S)

    def known(_):
        held.store.put(io.BytesIO(b"photo"))
        return set()

    held.store.remove_strays(known)

    assert held.contents() == {b"photo"}


def test_what_a_row_speaks_of_outlives_any_number_of_uploads_and_clean_ups(held):
    blob = held.store.put(io.BytesIO(b"photo"))
    for _ in range(3):
        held.age(DAY_S)
        held.store.put(io.BytesIO(b"photo"))
        assert held.store.remove_strays(everything) == 0
    held.age(DAY_S)
    held.store.remove_strays(everything)

    assert held.store.verify(blob.sha256) == WHOLE


def test_an_erased_file_goes_at_once_unless_it_came_just_now_or_somebody_else_has_it(held):
    erased, shared, _other = held.store.put_all(map(io.BytesIO, (b"erased", b"shared", b"other")))
    held.age(HALF_AN_HOUR_S)
    fresh = held.store.put(io.BytesIO(b"fresh"))
    going = [erased.sha256, shared.sha256, fresh.sha256, sha256(b"never stored")]

    assert held.store.remove(going, lambda sha256s: {shared.sha256} & set(sha256s)) == 1
    assert held.contents() == {b"shared", b"other", b"fresh"}
    assert not held.store.path(erased.sha256).exists()


def test_an_erased_file_that_is_sent_again_in_that_moment_stays(held):
    blob = held.store.put(io.BytesIO(b"photo"))
    held.age(HALF_AN_HOUR_S)

    def known(_):
        held.store.put(io.BytesIO(b"photo"))
        return set()

    held.store.remove([blob.sha256], known)

    assert held.contents() == {b"photo"}


def test_a_source_that_breaks_leaves_nothing_under_a_name(held):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(3)

    with pytest.raises(ConnectionResetError):
        held.store.put_all([io.BytesIO(b"whole"), Broken(b"broken")])

    assert held.contents() == set()


def test_trying_whether_it_can_be_written_leaves_no_blob(held):
    held.store.try_writing()

    assert list(held.store.listed()) == []
