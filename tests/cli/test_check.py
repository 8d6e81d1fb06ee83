"""`yudee check`: a line for each part, and an ending that a script can read."""


def test_every_part_is_a_line(yudee, phone, workers):
    said, parts = yudee("check"), yudee("check", "--json").json

    assert said.status == 0
    assert len(said.out.splitlines()) == len(parts)
    assert {part["name"] for part in parts} >= {"database", "queue", "disk", "backup", "encryption"}


def test_it_ends_with_1_when_a_part_is_broken(yudee, phone):
    said = yudee("check")

    assert said.status == 1
    assert "BROKEN  queue" in said.out
    assert "start them again" in said.out


def test_a_database_that_is_away_is_a_line_too(yudee, phone, workers, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///yudee?host={tmp_path}")
    said = yudee("check")

    assert said.status == 1
    assert "BROKEN  database" in said.out
