"""Files and rows kept in step: what no row speaks of goes."""

from functools import partial

from server.db.queries import receiving
from server.db.session import receiving as connection
from server.storage import BlobStore


def remove_strays(store: BlobStore) -> int:
    """Remove the files of requests that broke off between disk and database, a day later. Returns how many went."""
    with connection() as one:
        return store.remove_strays(partial(receiving.known_blobs, one))
