"""The strategy of the province: vision, value, mission groups, their strategic issues, the programmes under them."""

from dataclasses import dataclass

from server.domain.facts.screenings import MISSION_GROUPS


@dataclass(frozen=True)
class Said:
    """Words of the strategy in both languages."""

    th: str
    en: str

    def text(self, language: str) -> str:
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class MissionGroup:
    """A group of missions. code: as screenings write it; programmes: 5 serves two groups."""

    code: str
    issues: tuple[Said, ...]
    programmes: tuple[int, ...]


VISION = Said("นครแห่งชีวิตและความมั่งคั่ง", "City of life and prosperity")
VALUE = Said("ชุมชนเข้มแข็ง สังคมน่าอยู่ เศรษฐกิจยั่งยืน", "Strong communities, a society good to live in, a lasting economy")
ECONOMY = (
    Said("พัฒนาสินค้าเกษตร", "Agricultural products"),
    Said("การท่องเที่ยว", "Tourism"),
    Said("การค้าการลงทุน", "Trade and investment"),
    Said("ผลิตภัณฑ์ชุมชน", "Community products"),
    Said("โลจิสติกส์", "Logistics"),
)
SOCIAL = (
    Said("ด้านสุขภาพ", "Health"),
    Said("คุณธรรมจริยธรรมและการเรียนรู้ตลอดชีวิต", "Morality, ethics and lifelong learning"),
    Said("ศาสนาและวัฒนธรรม", "Religion and culture"),
    Said("สวัสดิการสังคมและการอยู่ร่วมกันอย่างมีความสุข", "Social welfare and living together happily"),
    Said("ความมั่นคงในการทำงาน", "Job security"),
)
SECURITY = (
    Said("ความสัมพันธ์กับประเทศเพื่อนบ้าน", "Relations with neighbouring countries"),
    Said("พัฒนาพื้นที่ชายแดน", "Development of the border area"),
    Said("ฟื้นฟูทรัพยากรธรรมชาติ", "Restoring natural resources"),
    Said("ป้องกันปราบปรามอาชญากรรมและยาเสพติด", "Crime and drugs"),
    Said("ป้องกันบรรเทาสาธารณภัย", "Disaster prevention and relief"),
)
ADMINISTRATION = (
    Said("พัฒนากลไกการขับเคลื่อนยุทธศาสตร์", "The mechanism that drives the strategy"),
    Said("พัฒนาระบบคลังข้อมูล", "Data warehouse"),
    Said("ธรรมาภิบาล", "Good governance"),
    Said("ประชาธิปไตย", "Democracy"),
    Said("บริการสาธารณะ", "Public service"),
)
GROUPS = tuple(
    MissionGroup(code, issues, programmes)
    for code, issues, programmes in zip(
        MISSION_GROUPS, (ECONOMY, SOCIAL, SECURITY, ADMINISTRATION), ((1, 2), (4, 5), (3,), (5,)), strict=True
    )
)
