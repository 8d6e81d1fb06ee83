"""Several lists and entities in one form, from the designer's sheet over the engine of phones to the lists."""

import pytest
from pyxform.xls2xform import convert
from sqlalchemy import select

from server.db.models import Entity, EntityVersion, SubmissionFlag
from server.domain.forms import publish
from tests import orchards
from tests.factories import make_system
from workers.drains import drain_submissions

SHEETS = f"""
| survey   |              |         |         |                |            |
|          | type         | name    | label   | save_to        | relevant   |
|          | text         | owner   | Owner   | orchards#owner |            |
|          | begin_repeat | tree    | Tree    |                |            |
|          | text         | species | Species | trees#species  |            |
|          | integer      | height  | Height  | trees#height   | ${{species}} != 'x' |
|          | end_repeat   |         |         |                |            |
| settings |              |         |         |                |            |
|          | form_id      | version |         |                |            |
|          | {orchards.FORM_ID} | 7 |         |                |            |
| entities |              |         |         |                |            |
|          | list_name    | label   | repeat  | create_if      |            |
|          | trees        | ${{species}} | ${{tree}} | ${{species}} != 'none' |      |
|          | orchards     | ${{owner}}   |         |                |            |
"""


@pytest.fixture(scope="module")
def definition() -> str:
    return convert(SHEETS).xform


def test_what_a_phone_writes_makes_an_entity_of_each_instance(definition, engine, put_survey, new_phone, session):
    put_survey("1")
    publish(session, 1, definition.encode(), file_name="survey.xml", actor_id=make_system(session).id)
    session.commit()
    form = engine.open(definition)
    form.answer("owner", "สมมุติ")
    for number, (species, height) in enumerate((("ลำไย", 3), ("none", 1), ("x", None)), start=1):
        tree = form.repeat("tree", number)
        tree.answer("species", species)
        if height is not None:
            tree.answer("height", height)
    filled = form.finalize()

    assert new_phone().post(filled.xml.encode()).status == 201
    drain_submissions()

    made = session.execute(select(Entity.list_name, Entity.label, Entity.data).order_by(Entity.list_name, Entity.label))
    assert [tuple(row) for row in made] == [
        ("orchards", "สมมุติ", {"owner": "สมมุติ"}),
        ("trees", "x", {"species": "x"}),
        ("trees", "ลำไย", {"species": "ลำไย", "height": "3"}),
    ]
    assert set(session.scalars(select(EntityVersion.version))) == {1}
    assert session.scalars(select(SubmissionFlag.code)).all() == []
