"""pyODK 1.3.0, unmodified, over real HTTP: lists of entities, and entities that a script keeps like its own table."""

import pytest
from pyodk.errors import PyODKError


@pytest.fixture
def client(new_client):
    """Somebody of district 5007 who has pyODK."""
    return new_client()


@pytest.fixture
def admin(new_client):
    """The administrator of the province has pyODK, too."""
    return new_client("admin", "50")


@pytest.fixture
def wells(admin, client):
    """The entities of a list of wells, each of which belongs to a village, as an officer's pyODK has them."""
    admin.entity_lists.create(entity_list_name="wells")
    for name in ("village_code", "depth"):
        assert admin.entity_lists.add_property(name=name, entity_list_name="wells") is True
    client.entities.default_entity_list_name = "wells"
    return client.entities


def well(label, **said):
    return {"label": label, "village_code": "50070503", **said}


def rows(entities):
    """{label: (depth, version)} of what the table says."""
    return {row["label"]: (row["depth"], row["__system"]["version"]) for row in entities.get_table()["value"]}


def test_lists_are_made_and_read(admin, client):
    made = admin.entity_lists.create(approval_required=True, entity_list_name="trees")
    assert (made.name, made.projectId, made.approvalRequired) == ("trees", 1, True)
    assert admin.entity_lists.add_property(name="species", entity_list_name="trees") is True

    assert "trees" in [one.name for one in client.entity_lists.list()]
    (species,) = client.entity_lists.get("trees").properties
    assert (species.name, species.odataName, species.forms) == ("species", "species", [])
    with pytest.raises(PyODKError) as refused:
        admin.entity_lists.create(entity_list_name="Trees")
    assert refused.value.is_central_error(409.16)


def test_entities_are_made_read_and_changed(admin, client):
    admin.entity_lists.create(entity_list_name="trees")
    for name in ("species", "height"):
        admin.entity_lists.add_property(name=name, entity_list_name="trees")
    client.entities.default_entity_list_name = "trees"

    made = client.entities.create(label="1 ลำไย", data={"species": "ลำไย"})
    assert (made.currentVersion.label, made.currentVersion.version) == ("1 ลำไย", 1)
    assert client.entities.create_many([{"label": "2", "species": "มะม่วง"}, {"label": "3", "height": "4"}]) is True
    assert len(client.entities.list()) == 3

    changed = client.entities.update(made.uuid, data={"height": "2"}, base_version=1)
    assert (changed.currentVersion.version, changed.currentVersion.data["height"]) == (2, "2")
    with pytest.raises(PyODKError) as refused:
        client.entities.update(made.uuid, data={"height": "3"}, base_version=1)
    assert refused.value.is_central_error(409.15)
    assert client.entities.update(made.uuid, label="1", force=True).currentVersion.label == "1"
    assert client.entities.delete(made.uuid) is True
    assert made.uuid not in [one.uuid for one in client.entities.list()]


def test_the_table_of_a_list_with_every_option(wells):
    wells.create_many([well(str(number), depth=str(number)) for number in range(4)])
    everything = wells.get_table()["value"]
    ids = [row["__id"] for row in everything]

    assert set(everything[0]) == {"__id", "label", "__system", "village_code", "depth"}
    assert [row["__id"] for row in wells.get_table(skip=1, top=2)["value"]] == ids[1:3]
    assert wells.get_table(count=True, top=0) | {"@odata.context": ""} == {
        "@odata.context": "",
        "@odata.count": 4,
        "value": [],
    }
    assert [row["__id"] for row in wells.get_table(filter=f"__id eq '{ids[2]}'")["value"]] == [ids[2]]
    assert wells.get_table(filter="__system/createdAt gt now()")["value"] == []
    assert wells.get_table(select="__id,depth", top=1)["value"] == [{"__id": ids[0], "depth": everything[0]["depth"]}]
    for given, code in (({"filter": "depth eq '1'"}, 501.5), ({"filter": "("}, 400.18), ({"select": "width"}, 400.23)):
        with pytest.raises(PyODKError) as refused:
            wells.get_table(**given)
        assert refused.value.is_central_error(code)


def test_merging_adds_changes_and_takes_out_as_its_options_say(wells):
    wells.create_many([well("a", depth="1"), well("b", depth="2"), well("c")])
    assert rows(wells) == {"a": ("1", 1), "b": ("2", 1), "c": ("", 1)}

    told = wells.merge([well("a", depth="1"), well("b", depth="20"), well("d", depth="4")])
    assert ([*told.to_insert], [*told.to_update], [*told.to_delete]) == ([("d",)], [("b",)], [("c",)])
    assert rows(wells) == {"a": ("1", 1), "b": ("20", 2), "c": ("", 1), "d": ("4", 1)}

    wells.merge([well("a", depth="5"), well("e")], update_matched=False)
    assert rows(wells)["a"] == ("1", 1)
    wells.merge([well("a", depth="5")], delete_not_matched=True)
    assert rows(wells) == {"a": ("5", 2)}


def test_merging_by_another_key_takes_no_more_than_it_is_told(wells):
    wells.create_many([well("a", depth="1")])

    named = [{"name": label, "village_code": "50070503", "depth": depth, "note": "x"} for label, depth in ("x1", "b2")]
    wells.merge(named, match_keys=["depth"], source_label_key="name", source_keys=["name", "village_code", "depth"])
    assert rows(wells) == {"a": ("1", 1), "b": ("2", 1)}
    assert "note" not in wells.get_table()["value"][0]


def test_merging_adds_properties_where_the_person_may(wells, admin, client):
    wells.create_many([well("a", depth="1")])
    wells.merge([well("a", depth="1", owner="วัด")], add_new_properties=False)
    assert "owner" not in wells.get_table()["value"][0]
    assert rows(wells) == {"a": ("1", 2)}  # pyODK takes what is left of the row for a change

    with pytest.raises(PyODKError) as refused:
        wells.merge([well("a", depth="1", owner="วัด")])
    assert refused.value.is_central_error(403.1)
    assert rows(wells) == {"a": ("1", 2)}

    admin.entity_lists.add_property(name="owner", entity_list_name="wells")
    wells.merge([well("a", depth="1", owner="วัด")])
    assert wells.get_table()["value"][0]["owner"] == "วัด"
    assert [one.name for one in client.entity_lists.get("wells").properties] == ["village_code", "depth", "owner"]


def test_what_lies_elsewhere_is_neither_made_nor_touched(wells, new_client):
    there = wells.create("a", {"village_code": "50070503", "depth": "1"}).uuid
    other = new_client(area="5001").entities
    other.default_entity_list_name = "wells"

    assert other.get_table()["value"] == other.list() == []
    for act in (
        lambda: other.create("z", {"village_code": "50070503"}),
        lambda: other.create_many([well("z")]),
        lambda: other.update(there, label="z", force=True),
        lambda: other.delete(there),
    ):
        with pytest.raises(PyODKError) as refused:
            act()
        assert refused.value.is_central_error(404.1)
    assert rows(wells) == {"a": ("1", 1)}
