"""EDMX: what tables are made of, for programs that ask before they read."""

from collections.abc import Mapping, Sequence

from flask import Response
from lxml import etree

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
MORE = {"Edm.Decimal": {"Scale": "variable"}, "Edm.DateTimeOffset": {"Precision": "3"}}


def document() -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{EDMX}}}Edmx", nsmap={"edmx": EDMX}, Version="4.0")
    return root, etree.SubElement(root, f"{{{EDMX}}}DataServices")


def schema(services: etree._Element, namespace: str) -> etree._Element:
    return etree.SubElement(services, f"{{{EDM}}}Schema", nsmap={None: EDM}, Namespace=namespace)


def complex_type(own: etree._Element, name: str, properties: Sequence[tuple[str, str]]) -> None:
    made = etree.SubElement(own, f"{{{EDM}}}ComplexType", Name=name)
    for one, kind in properties:
        property_of(made, one, kind)


def entity_type(own: etree._Element, name: str, properties: Sequence[tuple[str, str]]) -> etree._Element:
    made = etree.SubElement(own, f"{{{EDM}}}EntityType", Name=name)
    key = etree.SubElement(made, f"{{{EDM}}}Key")
    etree.SubElement(key, f"{{{EDM}}}PropertyRef", Name="__id")
    etree.SubElement(made, f"{{{EDM}}}Property", Name="__id", Type="Edm.String", Nullable="false")
    for one, kind in properties:
        property_of(made, one, kind)
    return made


def entity_sets(own: etree._Element, container: str, types: Mapping[str, str]) -> None:
    """The tables of a service: {name: type}."""
    made = etree.SubElement(own, f"{{{EDM}}}EntityContainer", Name=container)
    for name, kind in types.items():
        etree.SubElement(made, f"{{{EDM}}}EntitySet", Name=name, EntityType=kind)


def enum_type(own: etree._Element, name: str, members: Sequence[str]) -> None:
    made = etree.SubElement(own, f"{{{EDM}}}EnumType", Name=name)
    for number, member in enumerate(members):
        etree.SubElement(made, f"{{{EDM}}}Member", Name=member, Value=str(number))


def property_of(made: etree._Element, name: str, kind: str) -> None:
    etree.SubElement(made, f"{{{EDM}}}Property", Name=name, Type=kind, **MORE.get(kind, {}))


def response(root: etree._Element) -> Response:
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Response(content, content_type="application/xml", headers={"OData-Version": "4.0"})
