"""The projects of an invented year: in which villages, of which programme, how dear, and how far each gets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from uuid import UUID

from workers.simulate.papers import invented_uuid
from workers.simulate.stories import VillageStory
from workers.simulate.targets import BEST_PRACTICES, PLAN_MAKING_OF_C, Targets

FATES = ("approved",) * 5 + ("funded",) * 12 + ("in_progress",) * 35
FATES += ("suspended",) * 3 + ("completed",) * 30 + ("evaluated",) * 15
OTHER_FATES = ("returned", "not_forwarded", "not_approved", "not_approved", "cancelled", "proposed")
OF_A_HUNDRED = 9  # projects beside every hundred that count: refused, returned, cancelled, waiting
HELD_OF_A_THOUSAND = 9  # and those that a village without a quality plan proposes all the same
DECIDED = frozenset(FATES) | {"not_approved", "cancelled"}
PAID = frozenset(FATES) - {"approved"}
ROUND = 500  # baht
LEAST = 10_000

TITLES = {
    1: ("โรงปุ๋ยหมักชุมชน", "เพาะเห็ดครบวงจร", "ปลูกผักริมรั้วกินได้", "กลุ่มออมทรัพย์เพื่อการผลิต", "เลี้ยงปลาในนาข้าว"),
    2: ("กลุ่มแปรรูปลำไย", "ฝึกอาชีพทอผ้า", "ร้านค้าชุมชน", "ตลาดนัดพืชผักปลอดภัย"),
    3: ("ฝายชะลอน้ำ", "ป่าชุมชนเฝ้าระวังไฟ", "ปลูกหญ้าแฝกกันดินพัง", "ธนาคารขยะ"),
    4: ("ดูแลผู้สูงอายุถึงบ้าน", "ปรับบ้านผู้พิการ", "กองทุนสวัสดิการเด็กกำพร้า"),
    5: ("ประปาภูเขา", "ซ่อมถนนเข้าไร่", "ไฟทางแยกหมู่บ้าน", "รางระบายน้ำ", "ศาลาประชาคม"),
}
BEST_TITLES = {1: "ครัวเรือนพอเพียงต้นแบบ", 2: "โรงสีชุมชนของเราเอง", 3: "ต้นน้ำของลูกหลาน", 5: "น้ำสะอาดทุกหลังคา"}
HIGHLIGHTS = {
    1: "ชาวบ้านลงแรงร่วมกัน ใช้ความรู้ของคนเฒ่าคนแก่ ลดรายจ่ายได้จริงทุกครัวเรือนที่ร่วม",
    2: "ระดมหุ้นกันเอง ไม่พึ่งเงินกู้ มีบัญชีเปิดเผยให้ทุกคนดู",
    3: "ตั้งกติกาดูแลป่าร่วมกัน มีเวรเฝ้าระวังทุกสัปดาห์",
    5: "ชุมชน อปท. และราชการร่วมกันทำ ค่าน้ำบริหารโดยกรรมการหมู่บ้าน",
}


@dataclass(frozen=True)
class ProjectStory:
    """A project's way. fate: the stage at which it stands in the end; baht: what is approved, or would have been.

    best: what makes it a best practice.
    """

    id: UUID
    village: VillageStory
    kind: str
    programme: int | None
    title: str
    unit: str
    baht: int
    fate: str
    best: str | None = None

    def random(self, part: str) -> Random:
        """The chances of one part of its way, the same every time."""
        return Random(f"{self.id} {part}")  # noqa: S311

    @property
    def requested(self) -> int:
        return self.baht + self.random("request").choice((0, 0, 2_000, 5_000, 12_000))

    @property
    def site(self) -> tuple[float, float]:
        """(lat, lon), within some hundred metres of the middle of the village."""
        random = self.random("site")
        lat, lon = self.village.village.lat, self.village.village.lon
        return round(lat + random.uniform(-0.004, 0.004), 6), round(lon + random.uniform(-0.004, 0.004), 6)


def project_stories(villages: Sequence[VillageStory], targets: Targets, seed: int) -> list[ProjectStory]:
    """Every project of the year, by village. Projects beside the making of a plan lie where the plan is good."""
    random = Random(f"{seed} projects")  # noqa: S311
    good = [one for one in villages if one.grade in "AB"]
    poor = [one for one in villages if one.grade == "C"]
    counting = list(with_best(counting_projects(good, targets, random)))
    beside = islice(others(good, random), len(counting) * OF_A_HUNDRED // 100)
    held = [project(random, one, 5, 60_000, "held") for one in poor[: len(counting) * HELD_OF_A_THOUSAND // 1000]]
    making = [plan_making(random, one) for one in poor if random.randrange(100) < PLAN_MAKING_OF_C]
    return sorted([*counting, *beside, *held, *making], key=lambda one: (one.village.village.code, one.id))


def counting_projects(good: Sequence[VillageStory], targets: Targets, random: Random) -> Iterator[ProjectStory]:
    """Those of the budget table: as many and as dear as wanted, at most two or three in a village."""
    counts = targets.projects.items()
    wanted = [(number, baht) for number, count in counts for baht in split(targets.baht[number], count, random)]
    random.shuffle(wanted)
    while wanted:
        for village in random.sample(good, min(len(good), len(wanted))):
            number, baht = wanted.pop()
            yield project(random, village, number, baht, random.choice(FATES))


def split(total: int, parts: int, random: Random) -> list[int]:
    """total baht in so many budgets, all but one of them in round numbers."""
    if not parts:
        return []
    weights = [random.uniform(0.4, 2.2) for _ in range(parts)]
    spare = total - LEAST * parts
    budgets = [LEAST + int(spare * weight / sum(weights)) // ROUND * ROUND for weight in weights]
    budgets[-1] += total - sum(budgets)
    return budgets


def project(random: Random, village: VillageStory, programme: int, baht: int, fate: str) -> ProjectStory:
    title = f"{random.choice(TITLES[programme])} {village.village.name_th}"
    unit = random.choice(("village",) * 16 + ("joint",) * 3 + ("agency",))
    return ProjectStory(invented_uuid(random), village, "project", programme, title, unit, baht, fate)


def with_best(projects: Iterator[ProjectStory]) -> Iterator[ProjectStory]:
    """The first evaluated one of each of these programmes is told of as a best practice."""
    left = set(BEST_PRACTICES)
    for one in projects:
        if one.fate == "evaluated" and one.programme in left:
            left.remove(one.programme)
            title = f"{BEST_TITLES[one.programme]} {one.village.village.name_th}"
            yield replace(one, title=title, best=HIGHLIGHTS[one.programme])
        else:
            yield one


def others(good: Sequence[VillageStory], random: Random) -> Iterator[ProjectStory]:
    """Projects that do not count."""
    while good:
        baht = random.randint(20, 240) * ROUND
        yield project(random, random.choice(good), random.randint(1, 5), baht, random.choice(OTHER_FATES))


def plan_making(random: Random, village: VillageStory) -> ProjectStory:
    """A village without a quality plan proposes to make one, for the year after."""
    title = f"จัดทำกระบวนการแผนชุมชน {village.village.name_th}"
    fate = random.choice(("approved", "funded", "in_progress", "in_progress", "completed"))
    baht = random.randint(20, 60) * ROUND
    return ProjectStory(invented_uuid(random), village, "plan_making", None, title, "village", baht, fate)


def by_district(projects: Sequence[ProjectStory]) -> Mapping[str, list[ProjectStory]]:
    found: dict[str, list[ProjectStory]] = {}
    for one in projects:
        found.setdefault(one.village.tambon[:4], []).append(one)
    return found
