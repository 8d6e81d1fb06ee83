"""XML from outside, parsed without believing it: no DTD, no entities, no network, limits on size, depth and count."""

import threading

from lxml import etree

MAX_BYTES = 10_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000

_local = threading.local()  # lxml's parsers are not to be shared between threads


class UnsafeXml(ValueError):
    """Not XML, or XML made to hurt; the message says which rule it broke, never its content."""


def parse(xml: bytes) -> etree._Element:
    """The root element. Raises UnsafeXml."""
    if len(xml) > MAX_BYTES:
        raise UnsafeXml(f"larger than {MAX_BYTES} bytes")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnsafeXml("a document type is not allowed")
    try:
        root = etree.fromstring(xml, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeXml("not well-formed") from error
    if root.getroottree().docinfo.doctype:
        raise UnsafeXml("a document type is not allowed")
    check_shape(root)
    return root


def parser() -> etree.XMLParser:
    """This thread's parser."""
    if not hasattr(_local, "parser"):
        _local.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    return _local.parser


def check_shape(root: etree._Element) -> None:
    """Refuse depth and element bombs before anything walks the tree: level by level, as far down as is allowed."""
    elements, parents = 1, [root]
    for _ in range(MAX_DEPTH - 1):
        elements += sum(map(len, parents))
        if elements > MAX_ELEMENTS:
            break
        parents = [child for parent in parents for child in parent if len(child)]
        if not parents:
            return
    raise UnsafeXml(f"more than {MAX_DEPTH} levels or {MAX_ELEMENTS} elements")


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this local name, whatever its namespace (older forms prefix `meta`)."""
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def text_of(element: etree._Element | None) -> str | None:
    """An element's own text, stripped; None when the element is missing or blank."""
    return (element.text or "").strip() or None if element is not None else None
