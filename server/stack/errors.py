"""What can keep the stack from starting, each with what to do about it."""

from server.errors import Problem


class StackProblem(Problem):
    """Something on this machine keeps the stack from starting."""

    status = 503
    code = "stack"
    central_code = 500.1
    th = "ระบบเริ่มทำงานไม่ได้"
    en = "The stack cannot start."


class ServerDidNotStart(StackProblem):
    code = "server-did-not-start"
    th = "{name} เริ่มทำงานไม่ได้ ดูรายละเอียดใน {log}: {last_words}"
    en = "{name} did not start. See {log}: {last_words}"


class PostgisMissing(StackProblem):
    code = "postgis-missing"
    th = "ไม่พบ PostgreSQL 15 ขึ้นไปที่มี PostGIS ติดตั้งด้วย make run"
    en = "No PostgreSQL 15 or newer with PostGIS is installed. `make run` installs it."


class RedisMissing(StackProblem):
    code = "redis-missing"
    th = "ไม่พบ redis-server ติดตั้งด้วย make run"
    en = "redis-server is not installed. `make run` installs it."


class OtherPostgresVersion(StackProblem):
    code = "other-postgres-version"
    th = "{folder} สร้างด้วย PostgreSQL {made_by} แต่เครื่องนี้มี {installed} ติดตั้งรุ่น {made_by} หรือสำรองและกู้คืนข้อมูล"
    en = (
        "{folder} was made by PostgreSQL {made_by}, but {installed} is installed. "
        "Install postgresql-{made_by}-postgis-3, or bring the data over with yudee backup and yudee restore."
    )


class AlreadyRunning(StackProblem):
    code = "already-running"
    th = "ระบบกำลังทำงานอยู่แล้วบน {folder} (หมายเลขโปรเซส {pid}) หยุดก่อน หรือกำหนด YUDEE_VAR เป็นโฟลเดอร์อื่น"
    en = "Another `yudee up` runs on {folder} (process {pid}). Stop it, or set YUDEE_VAR to another folder."


class FolderOutOfReach(StackProblem):
    code = "folder-out-of-reach"
    th = "ผู้ใช้ {user} เข้าถึง {folder} ไม่ได้ กำหนด YUDEE_VAR เป็นโฟลเดอร์ที่เข้าถึงได้ เช่น /var/lib/yudee/data"
    en = "The user {user} cannot reach {folder}. Set YUDEE_VAR to a folder it can reach, such as /var/lib/yudee/data."


class PortTaken(StackProblem):
    code = "port-taken"
    th = "พอร์ต {port} ถูกใช้อยู่หรือใช้ไม่ได้ กำหนด PORT เป็นเลขอื่น หรือไม่กำหนดเพื่อใช้พอร์ตว่างถัดไป"
    en = "Port {port} is taken or not ours to use. Give another PORT, or none: then the next free one is taken."


class PortUnclear(StackProblem):
    code = "port-unclear"
    th = "PORT={port} ไม่ใช่เลขพอร์ต ใช้เลข 1 ถึง 65535"
    en = "PORT={port} is no port. Use a number from 1 to 65535."


class HostUnclear(StackProblem):
    code = "host-unclear"
    th = "HOST={host} ใช้ไม่ได้ ใช้ HOST=lan สำหรับโทรศัพท์ในห้อง หรือที่อยู่ IP ของเครื่องนี้"
    en = "HOST={host} is neither lan (for phones in the room) nor an IP address of this machine."


class NoLan(StackProblem):
    code = "no-lan"
    th = "เครื่องนี้ไม่ได้เชื่อมต่อเครือข่าย จึงไม่มีที่อยู่ให้โทรศัพท์ในห้องใช้"
    en = "This machine is in no network, so there is no address for phones in the room. Connect it, or leave HOST out."


class StepFailed(StackProblem):
    code = "step-failed"
    th = "เตรียมฐานข้อมูลไม่สำเร็จ (ดูข้อความด้านบน) แก้ไขแล้วสั่ง make run อีกครั้ง"
    en = "The database could not be made ready; why is said above. Run `make run` again when that is mended."


class WebDidNotAnswer(StackProblem):
    code = "web-did-not-answer"
    th = "เว็บเซิร์ฟเวอร์ไม่ตอบที่ {url} ภายใน {seconds} วินาที ดูข้อความด้านบน"
    en = "The web server did not answer at {url} within {seconds} seconds; its own words are above."
