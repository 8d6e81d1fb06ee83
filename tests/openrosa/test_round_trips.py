"""What receiving costs: statements to the database, each one a round trip and a transaction."""

import pytest


@pytest.fixture
def cost(phone, statements):
    """How many statements a POST takes once the form is known to the process."""
    phone.send(phone.fill("community_plan"))

    def count(xml, files=None):
        statements.clear()
        assert phone.post(xml, files).status == 201
        return len(statements)

    return count


@pytest.fixture
def filled(phone):
    return phone.fill("community_plan", files={"plan_photo_1": b"one", "plan_photo_2": b"two"})


def test_a_new_submission_without_files_is_one_statement(phone, cost):
    assert cost(phone.fill("community_plan").xml) == 1


def test_a_new_submission_with_files_is_two(cost, filled):
    assert cost(filled.xml, filled.files) == 2


def test_a_new_submission_whose_files_come_later_is_one(cost, filled):
    assert cost(filled.xml) == 1


def test_a_resend_is_at_most_four(cost, filled):
    cost(filled.xml, filled.files)

    assert cost(filled.xml) <= 2
    assert cost(filled.xml, filled.files) <= 4


def test_a_later_piece_is_at_most_four(cost, filled):
    cost(filled.xml)

    assert cost(filled.xml, filled.files) <= 4


def test_an_edit_is_at_most_four(phone, cost, filled):
    cost(filled.xml, filled.files)
    edit = phone.edit(filled)

    assert cost(edit.xml, edit.files) <= 4
    assert cost(edit.xml, edit.files) <= 4
    assert cost(phone.edit(edit).xml) <= 4


def test_the_form_is_looked_up_once(phone, statements):
    phone.sync()
    statements.clear()
    costs = []
    for _ in range(2):
        phone.post(phone.fill("forum_attendance").xml)
        costs.append(len(statements))
        statements.clear()

    assert costs == [3, 1]
