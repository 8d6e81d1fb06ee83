"""What addresses hold. A number that no row can have leads nowhere, as words would: 404 by whoever answers there."""

from werkzeug.routing import IntegerConverter, PathConverter


class Number(IntegerConverter):
    """The number of a row, below 2^63."""

    regex = r"\d{1,18}"


class SmallNumber(IntegerConverter):
    """A year, or the number of a province's workspace, below 2^31."""

    regex = r"\d{1,9}"


class Path(PathConverter):
    """The rest of an address, line breaks and all: whoever answers below it has an answer for those, too."""

    regex = r"[^/](?s:.)*?"


CONVERTERS = {"int": Number, "small": SmallNumber, "path": Path}
