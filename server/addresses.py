"""Numbers in addresses. One that no row can have leads nowhere, as words would: 404 by whoever answers there."""

from werkzeug.routing import IntegerConverter


class Number(IntegerConverter):
    """The number of a row, below 2^63."""

    regex = r"\d{1,18}"


class SmallNumber(IntegerConverter):
    """A year, or the number of a province's workspace, below 2^31."""

    regex = r"\d{1,9}"


CONVERTERS = {"int": Number, "small": SmallNumber}
