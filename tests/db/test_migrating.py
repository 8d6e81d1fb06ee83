"""What migrations do with the rows that are there."""

from alembic import command
from sqlalchemy import create_engine

from server.db.migrate import config


def test_people_have_their_last_sign_in_from_the_book_of_events(new_database):
    url = new_database(template="template1")
    command.upgrade(config(url), "0020")
    engine = create_engine(url)
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        run("insert into actor (id, kind, display_name) values (1, 'person', 'a'), (2, 'person', 'b')")
        run("insert into person (actor_id, email, password_hash) values (1, 'a@x.org', ''), (2, 'b@x.org', '')")
        for verb, day in (("sign_in", "2026-01-01"), ("sign_in", "2026-02-02"), ("sign_out", "2026-03-03")):
            row = f"(1, '{verb}', 'person', '1', '{day}')"
            run(f"insert into event (actor_id, verb, subject, subject_id, at) values {row}")  # noqa: S608 - ours alone
    command.upgrade(config(url), "0021")
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select actor_id, last_sign_in_at::date::text from person order by 1").all()
    engine.dispose()

    assert rows == [(1, "2026-02-02"), (2, None)]
