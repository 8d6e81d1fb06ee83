"""The dictionary of data: every field of every table, in words."""

import csv
import io

from server.exports import tables


def test_the_dictionary_has_every_field(officer):
    page = officer.get("/dictionary")

    assert page.status == 200
    keys = page.tree.xpath("//tbody//code/text()")
    assert keys == [one.key for table in tables.LISTED for one in table.columns]


def test_the_dictionary_is_a_table_for_spreadsheets(officer):
    answer = officer.get("/dictionary.csv?lang=en").answer
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))

    assert head[:3] == ["Table", "Title", "Name for programs"]
    assert [(row[0], row[2]) for row in rows] == [
        (table.name, one.key) for table in tables.LISTED for one in table.columns
    ]
    assert ["finance", "Household finance", "net_negative_pct"] in [row[:3] for row in rows]
    assert all(row[6] for row in rows)
