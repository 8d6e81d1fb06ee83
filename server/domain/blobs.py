"""Files and rows kept in step: what no row speaks of goes."""

import logging
from collections.abc import Sequence
from functools import partial

from server.db.queries import erasing, receiving
from server.db.session import receiving as connection
from server.db.session import transaction
from server.errors import StorageAway
from server.storage import BlobStore

log = logging.getLogger(__name__)


def remove_strays(store: BlobStore) -> int:
    """Remove the files of requests that broke off between disk and database, a day later. Returns how many went."""
    with transaction() as session:
        erasing.forget_unused_files(session)
    with connection() as one:
        return store.remove_strays(partial(receiving.known_blobs, one))


def remove(store: BlobStore, sha256s: Sequence[bytes]) -> None:
    """Remove files whose rows have just gone; what cannot be removed now is a stray from now on."""
    try:
        with connection() as one:
            store.remove(sha256s, partial(receiving.known_blobs, one))
    except (OSError, StorageAway) as error:
        log.warning("files left to the strays files=%s why=%s", len(sha256s), type(error).__name__)
