"""A few hundred of the uploads that `make fuzz` bends by the ten thousand."""

from sqlalchemy import make_url

from tests.fuzzing.run import fuzzer

SEED, INPUTS = 2570, 300


def test_a_bent_upload_is_taken_whole_or_leaves_nothing(app, phone, servers, database_url):
    with servers.postgres.connect(make_url(database_url).database) as connection:
        tried = list(fuzzer(app, phone, connection).run(SEED, range(INPUTS)))

    assert len(tried) == INPUTS
