"""How papers get in and what becomes of them: received in bulk, drained by the workers' own drains, reviewed."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from random import Random

from server.db.queries import simulated
from server.db.session import transaction
from server.domain import reviews
from server.domain.deliveries import Delivery, receive_many
from server.domain.permissions import EVALUATION, Caller
from server.domain.submissions import FilePart, Upload
from server.storage import BlobStore
from workers import drains
from workers.simulate.papers import Paper, invented_uuid
from workers.simulate.province import Province

AT_ONCE = 500
WHY = "ข้อมูลไม่ครบ กรุณาตรวจแล้วส่งใหม่"
NOT_REVIEWED = "received"
EDITED_OF_A_THOUSAND = 40  # lists of a forum that the team corrects after it was approved


class Desk:
    """Takes in what an invented year sends. Safe to do again: what is in is in, what is decided is decided."""

    def __init__(self, province: Province, store: BlobStore, mark: str) -> None:
        """mark: what its phones say of themselves."""
        self.province, self.store, self.mark = province, store, mark
        self.received = 0

    def receive(self, papers: Sequence[Paper]) -> None:
        """Take in those that are not here yet."""
        with transaction() as session:
            there = self.sent(session, papers)
        new = iter([one for one in papers if one.instance_id not in there])
        while some := list(islice(new, AT_ONCE)):
            self.received += receive_many([self.delivery(one) for one in some], self.store)

    def work_off(self) -> None:
        """Have whatever waits digested."""
        drains.drain_submissions()

    def delivery(self, paper: Paper) -> Delivery:
        return Delivery(self.upload(paper), paper.received_at)

    def upload(self, paper: Paper) -> Upload:
        return Upload(
            workspace_id=self.province.workspace_id,
            token=self.province.keys[paper.sender],
            xml=self.province.blanks[paper.form_id].filled(paper.answers),
            files=tuple(FilePart((name,), kind_of(name), BytesIO(content)) for name, content in paper.files.items()),
            device_id=f"collect:invented{paper.sender}",
            user_agent=self.mark,
        )

    def review(self, district: str, papers: Sequence[Paper]) -> None:
        """Decide on those that nobody has decided on, as each deserves."""
        with transaction() as session:
            there = self.sent(session, papers)
            for paper in papers:
                if paper.accepted and not there[paper.instance_id].accepted:
                    reviews.accept_area(session, self.reviewer(district, paper), there[paper.instance_id].id)
        for (officer, verdict), ids in self.waiting(district, papers, there).items():
            with transaction() as session:
                reviews.review_many(session, officer, ids, verdict, None if verdict == "approved" else WHY)

    def waiting(self, district: str, papers: Sequence[Paper], there: Mapping) -> dict[tuple[Caller, str], list[int]]:
        """Ids by reviewer and verdict."""
        found: dict[tuple[Caller, str], list[int]] = {}
        for paper in papers:
            row = there[paper.instance_id]
            if row.state in ("received", "edited") and paper.verdict != NOT_REVIEWED:
                found.setdefault((self.reviewer(district, paper), paper.verdict), []).append(row.id)
        return found

    def reviewer(self, district: str, paper: Paper) -> Caller:
        return self.province.officer if paper.form_id == EVALUATION else self.province.officers[district]

    def edit(self, papers: Sequence[Paper]) -> None:
        """Some lists are corrected by the team, and have to be reviewed again."""
        edits = list(edits_of(papers))
        receive_many([self.delivery(one) for one in edits], self.store)
        self.work_off()

    def sent(self, session, papers: Sequence[Paper]) -> Mapping:
        named = [(one.form_id, one.instance_id) for one in papers]
        return simulated.sent(session, self.province.workspace_id, named)


def edits_of(papers: Sequence[Paper]) -> Iterator[Paper]:
    """A list with another number of men, under an id of its own; the files stay."""
    for paper in papers:
        random = Random(f"{paper.instance_id} edited")  # noqa: S311
        if paper.form_id == "forum_attendance" and random.randrange(1000) < EDITED_OF_A_THOUSAND:
            own_id = f"uuid:{invented_uuid(random)}"
            said = {**paper.answers, "people_male": random.randint(5, 60)}
            said |= {"instanceID": own_id, "deprecatedID": paper.instance_id}
            yield Paper(paper.form_id, paper.sender, own_id, paper.received_at, said, verdict=paper.verdict)


def kind_of(name: str) -> str:
    return "application/pdf" if name.endswith(".pdf") else "image/jpeg"


def drain_all() -> None:
    """Until nothing is left to do: a gate that opens lets projects through, which touches nothing else."""
    while drains.drain_submissions() + drains.drain_villages() + drains.drain_projects():
        pass
    while drains.drain_checks():
        pass


def instant(day: dt.date) -> dt.datetime:
    """Three in the afternoon in Bangkok."""
    return dt.datetime.combine(day, dt.time(8), dt.UTC)
