"""What stands in the way of a backup or of restoring one, each with what to do about it."""

from server.errors import Problem


class NobodyToSealFor(Problem):
    code = "backup-without-key"
    th = "ยังไม่กำหนดว่าใครเปิดไฟล์สำรองได้ สร้างกุญแจด้วย yudee backup key FILE แล้วใส่กุญแจสาธารณะใน --to หรือ YUDEE_BACKUP_TO"
    en = "Nobody could open the backup. Make keys with yudee backup key FILE, and give the public one: --to or YUDEE_BACKUP_TO."


class RecipientUnclear(Problem):
    code = "backup-recipient-unclear"
    th = "“{recipient}” ไม่ใช่กุญแจสาธารณะ ต้องขึ้นต้นด้วย age1 สร้างด้วย yudee backup key FILE"
    en = "“{recipient}” is no public key of age. It begins with age1; yudee backup key FILE makes one."


class KeyUnreadable(Problem):
    code = "backup-key-unreadable"
    th = "ไม่พบกุญแจลับ (AGE-SECRET-KEY-1…) ใน {file} ใช้ไฟล์ที่ yudee backup key สร้าง"
    en = "{file} holds no private key (AGE-SECRET-KEY-1…). Use the file that yudee backup key made."


class KeyDoesNotFit(Problem):
    status, code = 403, "backup-key-does-not-fit"
    th = "กุญแจนี้เปิด {file} ไม่ได้ ใช้กุญแจลับของกุญแจสาธารณะที่ใช้ตอนสำรอง"
    en = "This key does not open {file}. Use the private key of one of those it was made for."


class FileExists(Problem):
    status, code = 409, "backup-file-exists"
    th = "มี {file} อยู่แล้ว ไฟล์สำรองและกุญแจไม่ถูกเขียนทับ ใช้ชื่ออื่น"
    en = "{file} is there already; backups and keys are never written over. Choose another name."


class BackupRuns(Problem):
    status, code = 409, "backup-runs"
    th = "กำลังสำรองลง {file} อยู่แล้ว รอให้เสร็จก่อน"
    en = "Another backup is being written to {file}. Wait until it is done."


class NoRoom(Problem):
    status, code = 507, "backup-no-room"
    th = "เขียนไฟล์สำรองใน {folder} ไม่ได้ ({why}) ไม่มีไฟล์ค้างอยู่ เพิ่มพื้นที่หรือใช้โฟลเดอร์อื่น แล้วสำรองใหม่"
    en = "The backup could not be written in {folder} ({why}). No part of it stays. Make room or choose another folder; then start again."


class BlobUnreadable(Problem):
    status, code = 403, "backup-blob-unreadable"
    th = "ผู้ใช้นี้อ่านไฟล์แนบ {blob} ไม่ได้ สั่งสำรองด้วยผู้ใช้ที่เปิดระบบ"
    en = "This user may not read the stored file {blob}. Back up as the user who started Yudee."


class EarlierUnusable(Problem):
    status, code = 409, "backup-earlier-unusable"
    th = "สำรองต่อจาก {file} ไม่ได้ ({why}) สำรองใหม่ทั้งหมดโดยไม่ใช้ --onto"
    en = "No backup can rest on {file} ({why}). Make a full one, without --onto."


class ToolMissing(Problem):
    status, code = 503, "backup-tool-missing"
    th = "ไม่พบ {tool} รุ่น {version} ขึ้นไปบนเครื่องนี้ ติดตั้งแพ็กเกจ postgresql-client-{version}"
    en = "There is no {tool} of version {version} or newer here. Install the package postgresql-client-{version}."


class ToolFailed(Problem):
    status, code = 500, "backup-tool-failed"
    th = "{tool} ทำไม่สำเร็จ: {why} ยังไม่มีอะไรถูกบันทึก แก้แล้วทำใหม่"
    en = "{tool} failed: {why}. Nothing was kept; mend that and start again."


class BackupUnreadable(Problem):
    status, code = 422, "backup-unreadable"
    th = "{file} เสียหาย ถูกแก้ไข หรือไม่ครบ ({why}) ยังไม่มีอะไรถูกกู้คืน ใช้สำเนาอื่นหรือไฟล์ก่อนหน้า"
    en = "{file} is damaged, was changed or is cut off ({why}). Nothing was restored. Take another copy of it, or an earlier backup."


class EarlierMissing(Problem):
    status, code = 422, "backup-earlier-missing"
    th = "{file} ต้องใช้คู่กับ {earlier} ซึ่งไม่อยู่ในโฟลเดอร์เดียวกันหรือเป็นคนละไฟล์ วางไฟล์นั้นไว้ด้วยกันแล้วทำใหม่"
    en = "{file} rests on {earlier}, which does not lie beside it or is another file. Put it there and start again."


class BlobsMissing(Problem):
    status, code = 422, "backup-blobs-missing"
    th = "ไฟล์สำรองขาดไฟล์แนบ {count} ไฟล์ ({first} …) ยังไม่มีอะไรถูกกู้คืน ใช้ไฟล์สำรองอื่น"
    en = "{count} stored files are not in the backup ({first} …). Nothing was restored. Take another backup."


class NewerThanCode(Problem):
    status, code = 409, "backup-newer-than-yudee"
    th = "ไฟล์สำรองมาจาก Yudee รุ่นใหม่กว่า (โครงสร้าง {schema}, รุ่น {version}) ติดตั้ง Yudee รุ่นนั้นก่อนกู้คืน"
    en = "The backup is of a newer Yudee (schema {schema}, version {version}). Install that one first, then restore."


class NoRoomToRestore(Problem):
    status, code = 507, "restore-no-room"
    th = "กู้คืนลง {folder} ไม่ได้เพราะพื้นที่เต็ม ยังไม่มีอะไรถูกกู้คืน เพิ่มพื้นที่แล้วทำใหม่"
    en = "There is no room in {folder} for what is restored. Nothing was restored. Make room, then start again."


class OlderServer(Problem):
    status, code = 409, "backup-newer-than-postgresql"
    th = "ไฟล์สำรองมาจาก PostgreSQL {made_by} แต่ที่นี่เป็น {here} ใช้ PostgreSQL {made_by} ขึ้นไป"
    en = "The backup was made by PostgreSQL {made_by}, but here is {here}. Restore into {made_by} or newer."


class NotEmpty(Problem):
    status, code = 409, "restore-place-not-empty"
    th = "{place} มีข้อมูลอยู่แล้ว การกู้คืนไม่เขียนทับ ใช้ YUDEE_VAR หรือ --into เป็นโฟลเดอร์ว่าง หรือฐานข้อมูลว่าง"
    en = "{place} holds data already, which restoring never overwrites. Take an empty folder (YUDEE_VAR, --into) or an empty database."


class OtherSecret(Problem):
    status, code = 409, "restore-other-secret"
    th = "YUDEE_SECRET ไม่ตรงกับในไฟล์สำรอง ยังไม่มีอะไรถูกกู้คืน สั่ง yudee backup secret {file} --key KEYFILE แล้วกำหนด YUDEE_SECRET ตามนั้น"
    en = "YUDEE_SECRET is not that of the backup. Nothing was restored. Set it to what yudee backup secret {file} --key KEYFILE prints."


class RestoredDiffers(Problem):
    status, code = 500, "restored-differs"
    th = "ข้อมูลที่กู้คืนไม่ตรงกับตอนสำรองในตาราง {tables} อย่าใช้งาน ลบที่กู้คืนแล้วใช้ไฟล์สำรองอื่น"
    en = "What was restored differs from what was backed up in the tables {tables}. Do not use it: remove it and take another backup."


class FolderMissing(Problem):
    status, code = 422, "backup-folder-missing"
    th = "ไม่ได้กำหนดโฟลเดอร์ หรือโฟลเดอร์สำรองใช้ไม่ได้ ({folder}) กำหนด YUDEE_BACKUP เป็นโฟลเดอร์ที่มีอยู่และเขียนได้"
    en = "There is no folder for backups ({folder}). Set YUDEE_BACKUP to a folder that is there and can be written to."
