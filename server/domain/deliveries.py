"""Many submissions stored at once, as `submissions.receive` stores each: what was collected, or invented, elsewhere."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from psycopg import Connection

from server.db.queries import receiving_many as queries
from server.db.queries.receiving import Found
from server.db.queries.receiving_many import New
from server.db.session import receiving as connection
from server.domain.admission import admit, check_names
from server.domain.submissions import Receiving, Upload, read, receive
from server.storage import BlobStore, StoredBlob


@dataclass(frozen=True)
class Delivery:
    """An upload, and when it was received: the order of receipt is part of what everything is computed from."""

    upload: Upload
    received_at: dt.datetime


def receive_many(deliveries: Sequence[Delivery], store: "BlobStore | KeptOnce") -> int:
    """Store the new ones by COPY, all or none, in one workspace; returns how many were new.

    What is here already and what edits another submission goes the way of `receive` afterwards, one by one and as
    received now. Raises what `receive` raises. The same bytes are written once.
    """
    if not deliveries:
        return 0
    workspaces = {one.upload.workspace_id for one in deliveries}
    if len(workspaces) > 1:
        raise ValueError("deliveries are for one workspace")
    once = store if isinstance(store, KeptOnce) else KeptOnce(store)
    with connection() as one, one.transaction():
        arrivals = Arrivals(one, deliveries, once, *workspaces)
        new = list(arrivals.new())
        queries.store(one, new)
    for upload in arrivals.others:
        receive(upload, once)
    return len(new)


class Arrivals:
    """Deliveries that are checked by the rules of `receive`, with what is known of them looked up for all at once."""

    def __init__(
        self, connection: Connection, deliveries: Sequence[Delivery], store: "KeptOnce", workspace_id: int
    ) -> None:
        self.prepared = [(one, prepared(connection, one.upload, store)) for one in deliveries]
        arriving = [one.arriving for _, one in self.prepared]
        self.senders = queries.senders(connection, workspace_id, {one.token_sha256 for one in arriving})
        self.forms = queries.forms(connection, {one.form for one in arriving})
        self.known = queries.known(connection, workspace_id, arriving)
        self.others: list[Upload] = []

    def new(self) -> Iterator[New]:
        """Those that are to be stored; the others are put aside. Raises the Problem of the first that is not let in."""
        taken: set[tuple[int, str]] = set()
        for delivery, one in self.prepared:
            arriving, sender = one.arriving, self.senders.get(one.arriving.token_sha256)
            key, form = (arriving.form, arriving.instance_id), self.forms[arriving.form]
            if key in taken or arriving.deprecated_id:
                self.others.append(delivery.upload)
                continue
            role, area_code = (sender.role, sender.area_code) if sender else (None, None)
            admit(Found(role, area_code, form.state, self.known.get(key), None), arriving, one.instance.form_id)
            if key in self.known:
                self.others.append(delivery.upload)
                continue
            taken.add(key)
            yield New(arriving, one.written(one.names), sender, form.data_class, delivery.received_at)


def prepared(connection: Connection, upload: Upload, store: "KeptOnce") -> Receiving:
    """An upload as far as it can be read without looking what is there."""
    instance = read(upload.xml)
    check_names(name for part in upload.files for name in part.names)
    one = Receiving(connection, upload, instance, store)
    one.prepare()
    return one


class KeptOnce:
    """A store in front of another that has the same bytes written once, as long as it lives."""

    def __init__(self, store: BlobStore) -> None:
        self.store = store
        self.kept: dict[bytes, StoredBlob] = {}

    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        sha256s = [hashlib.file_digest(rewound(stream), "sha256").digest() for stream in streams]
        new: Mapping[bytes, BinaryIO] = {
            sha256: rewound(stream) for sha256, stream in zip(sha256s, streams, strict=True) if sha256 not in self.kept
        }
        self.kept |= zip(new, self.store.put_all(list(new.values())), strict=True)
        return [self.kept[sha256] for sha256 in sha256s]


def rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream
