"""Many submissions stored at once, as `submissions.receive` stores each: what was collected, or invented, elsewhere."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from psycopg import Connection

from server.db.queries import receiving_many as queries
from server.db.queries.receiving import Found
from server.db.queries.receiving_many import New, Sender
from server.db.session import receiving as connection
from server.domain.admission import admit, check_names
from server.domain.submissions import Receiving, Upload, read, receive
from server.storage import BlobStore, StoredBlob


@dataclass(frozen=True)
class Delivery:
    """An upload, and when it was received: the order of receipt is part of what everything is computed from."""

    upload: Upload
    received_at: dt.datetime


def receive_many(deliveries: Sequence[Delivery], store: BlobStore) -> int:
    """Store the new ones by COPY, all or none, in one workspace; returns how many were new.

    What is here already and what edits another submission goes the way of `receive` afterwards, one by one and as
    received now. Raises what `receive` raises.
    """
    if not deliveries:
        return 0
    workspaces = {one.upload.workspace_id for one in deliveries}
    if len(workspaces) > 1:
        raise ValueError("deliveries are for one workspace")
    read_in = [(one, prepared(one.upload)) for one in deliveries]  # it asks on connections of its own
    with connection() as one, one.transaction():
        arrivals = Arrivals(one, read_in, *workspaces)
        admitted = list(arrivals.admitted())
        put = PutTogether(store, [content for each in admitted for content in each.contents])
        queries.store(one, [each.with_files(put) for each in admitted])
    for upload in arrivals.others:
        receive(upload, store)
    return len(admitted)


class Admitted(NamedTuple):
    """A new submission that is let in."""

    receiving: Receiving
    sender: Sender
    data_class: str
    received_at: dt.datetime

    @property
    def contents(self) -> list[BinaryIO]:
        """The files that came with it and that its answers name."""
        return [self.receiving.parts[name].content for name in self.receiving.names if name in self.receiving.parts]

    def with_files(self, put: "PutTogether") -> New:
        self.receiving.blobs = put
        files = self.receiving.written(self.receiving.names)
        return New(self.receiving.arriving, files, self.sender, self.data_class, self.received_at)


class Arrivals:
    """Deliveries that are checked by the rules of `receive`, with what is known of them looked up for all at once."""

    def __init__(
        self, connection: Connection, read_in: Sequence[tuple[Delivery, Receiving]], workspace_id: int
    ) -> None:
        self.read_in = read_in
        arriving = [one.arriving for _, one in read_in]
        self.senders = queries.senders(connection, workspace_id, {one.token_sha256 for one in arriving})
        self.forms = queries.forms(connection, {one.form for one in arriving})
        self.known = queries.known(connection, workspace_id, arriving)
        self.others: list[Upload] = []

    def admitted(self) -> Iterator[Admitted]:
        """Those that are to be stored; the others are put aside. Raises the Problem of the first that is not let in."""
        taken: set[tuple[int, str]] = set()
        for delivery, one in self.read_in:
            key = (one.arriving.form, one.arriving.instance_id)
            if one.arriving.deprecated_id or key in taken or key in self.known:
                self.others.append(delivery.upload)
                continue
            taken.add(key)
            form, sender = self.forms[one.arriving.form], self.senders.get(one.arriving.token_sha256)
            may_send, area_code = (sender.role in form.roles, sender.area_code) if sender else (None, None)
            admit(Found(may_send, area_code, form.state, None, None), one.arriving, one.instance.form_id)
            yield Admitted(one, sender, form.data_class, delivery.received_at)


def prepared(upload: Upload) -> Receiving:
    """An upload as far as it can be read without looking what is there."""
    instance = read(upload.xml)
    check_names(name for part in upload.files for name in part.names)
    one = Receiving(upload, instance, store=None)
    one.prepare()
    return one


class PutTogether:
    """Files that were put into the store all at once, handed out as if each had been put when asked for."""

    def __init__(self, store: BlobStore, streams: Sequence[BinaryIO]) -> None:
        for stream in streams:
            stream.seek(0)
        self.put = dict(zip(map(id, streams), store.put_all(streams), strict=True))

    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        return [self.put[id(stream)] for stream in streams]
