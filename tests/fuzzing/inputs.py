"""Input number n of a seed is always the same: a valid upload of a corpus, bent a few times."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from uuid import UUID
from xml.sax.saxutils import escape

from lxml import etree

from tests.filled import Filled
from tests.fuzzing import bending, values
from tests.fuzzing.bending import (
    BOUNDARY,
    XML_HEAD,
    Part,
    Request,
    bend_body,
    bend_parts,
    bend_request,
    bend_xml,
)
from tests.fuzzing.trees import bend_tree

HEADER = b"<?xml version='1.0' encoding='UTF-8' ?>"
RENAMED = 0.05  # of the files, in their answers as well
TREE, XML, PARTS, BODY, REQUEST = "tree", "xml", "parts", "body", "request"


def made(corpus: Sequence[Filled], seed: int, number: int) -> Request:
    """The input of this number. corpus: valid uploads, of which the stored ones have been sent already."""
    random = Random(f"{seed}/{number}")  # noqa: S311
    filled = random.choice(corpus)
    told = tuple(
        sorted(random.choices((TREE, TREE, XML, PARTS, BODY, REQUEST), k=random.choice((0, 1, 1, 1, 2, 3, 5))))
    )
    documents = [etree.fromstring(one.xml) for one in corpus]
    xml = with_tree(random, fresh(random, filled), documents, told.count(TREE))
    for _ in range(told.count(XML)):
        xml = bend_xml(random, xml, [one.xml for one in corpus])
    names = {name: random.choice(values.NAMES) if random.random() < RENAMED else name for name in filled.files}
    for name, new in names.items():
        xml = xml.replace(f">{name}<".encode(), f">{escape(new)}<".encode())
    parts = [Part(XML_HEAD, xml), *(Part.file(names[name], content) for name, content in filled.files.items())]
    for _ in range(told.count(PARTS)):
        parts = bend_parts(random, parts)
    body = bending.body_of(parts)
    for _ in range(told.count(BODY)):
        body = bend_body(random, body, bending.body_of([Part(XML_HEAD, random.choice(corpus).xml)]))
    request = Request(tuple(parts), body, {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}"})
    for _ in range(told.count(REQUEST)):
        request = bend_request(random, request)
    return replace(request, told=(filled.form_id, *told))


def fresh(random: Random, filled: Filled) -> bytes:
    """Mostly a submission nobody has seen, now and then the very one of the corpus."""
    if random.random() < 0.3:
        return filled.xml
    new = str(UUID(int=random.getrandbits(128), version=4))
    return filled.xml.replace(filled.instance_id.encode(), f"uuid:{new}".encode())


def with_tree(random: Random, xml: bytes, documents: list[etree._Element], times: int) -> bytes:
    if not times:
        return xml
    root = etree.fromstring(xml)
    for _ in range(times):
        try:
            bend_tree(random, root, documents)
        except ValueError:  # lxml writes nothing that XML cannot hold; the bytes are bent later
            continue
    return HEADER + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
