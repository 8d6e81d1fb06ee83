"""Two stores, and what rows name: files copied from one to the other, and a store looked through for damage."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice

from server.db.queries import backups, receiving
from server.db.session import receiving as connection
from server.db.session import transaction
from server.storage import DAMAGED, MISSING, WHOLE, BlobStore

AT_ONCE = 8

Told = Callable[[int, int], None]  # bytes done, bytes of all
Wanted = tuple[bytes, int]  # sha256, bytes


@dataclass(frozen=True)
class Looked:
    """What became of the files that rows name. damaged, missing: sha256 in hex; bytes: of all that were looked at."""

    files: int
    bytes: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.damaged or self.missing)


@dataclass(frozen=True)
class Moved(Looked):
    """there_already: of `files`, how many the other store had."""

    there_already: int


def move(source: BlobStore, target: BlobStore, *, told: Told = lambda _done, _all: None) -> Moved:
    """Copy what rows name, and the target does not have; the source stays as it is, and a second run goes on.

    Each is compared with its name on the way. Raises StorageFull, StorageAway, StorageRefused.
    """
    wanted, there = named(), {blob.sha256: blob.size for blob in target.listed()}
    left = [(sha256, size) for sha256, size in wanted if there.get(sha256) != size]
    found = looked(lambda sha256: copied(source, target, sha256), left, told)
    total = sum(size for _, size in wanted)
    return Moved(len(wanted), total, *found, there_already=len(wanted) - len(left))


def copied(source: BlobStore, target: BlobStore, sha256: bytes) -> str:
    """What `verify` says, and the target has it if it is whole."""
    try:
        content = source.open(sha256)
    except FileNotFoundError:
        return MISSING
    with content:
        stored = target.put(content)
    if stored.sha256 == sha256:
        return WHOLE
    target.discard(stored.sha256)
    return DAMAGED


def verify(store: BlobStore, *, told: Told = lambda _done, _all: None) -> Looked:
    """Read everything that rows name, and compare it with its name. Raises StorageAway, StorageRefused."""
    wanted = named()
    return Looked(len(wanted), sum(size for _, size in wanted), *looked(store.verify, wanted, told))


def named() -> list[Wanted]:
    """What rows name now."""
    with transaction() as session:
        return [(row.sha256, row.size) for row in backups.blobs(session)]


def looked(
    look: Callable[[bytes], str], wanted: Sequence[Wanted], told: Told
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(damaged, missing) among these; what was erased since it was named is neither."""
    done, total, found = 0, sum(size for _, size in wanted), dict[bytes, str]()
    for sha256, size, verdict in several_at_once(look, wanted):
        done += size
        told(done, total)
        if verdict != WHOLE:
            found[sha256] = verdict
    kept = still_named(found)
    return names(one for one in kept if found[one] == DAMAGED), names(one for one in kept if found[one] == MISSING)


def several_at_once(look: Callable[[bytes], str], wanted: Iterable[Wanted]) -> Iterator[tuple[bytes, int, str]]:
    """(sha256, bytes, verdict) of each as it is ready; what one of them raises ends it."""
    left = iter(wanted)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := {pool.submit(look, sha256): (sha256, size) for sha256, size in islice(left, 10 * AT_ONCE)}:
            for one in as_completed(batch):
                yield *batch[one], one.result()


def still_named(sha256s: Iterable[bytes]) -> set[bytes]:
    with connection() as one:
        return receiving.known_blobs(one, list(sha256s))


def names(sha256s: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(sorted(sha256.hex() for sha256 in sha256s))
