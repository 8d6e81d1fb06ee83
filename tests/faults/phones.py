"""Phones that send a village's forms until each is acknowledged, in pieces, again, and edited."""

import http.client
import time
from random import Random
from uuid import uuid4

from tests.faults.told import Told
from tests.filled import Filled
from tests.phone import Collect

LONGEST_S = 90
AWAY = (OSError, http.client.HTTPException)


class Team:
    """One phone and what it has to send in a round; it ends when all of it is acknowledged."""

    def __init__(self, phone: Collect, village: str, told: Told, seed: str) -> None:
        self.phone, self.told, self.chance = phone, told, Random(seed)
        self.place = {"amphoe_code": village[:4], "tambon_code": village[:6], "village_code": village}
        self.until = time.monotonic() + LONGEST_S

    def work(self) -> None:
        try:
            for form in self.box():
                time.sleep(self.chance.uniform(0, 0.12))
                self.send(form)
                if self.chance.random() < 0.3:
                    self.send(form)  # the answer was lost on the way: Collect sends it again
                if self.chance.random() < 0.4 and form.form_id != "household_register":
                    self.send(self.edited(form), is_edit=True)
        except TimeoutError as error:
            self.told.wrong.append(str(error))

    def box(self) -> list[Filled]:
        """Households with an account each, a forum and a plan with files, in any order."""
        households = [str(uuid4()) for _ in range(3)]
        registers = [self.fill("household_register", entity={"id": one}, house_no=one[:6]) for one in households]
        accounts = [self.fill("household_account", household=one) for one in households]
        forum = self.fill(
            "forum_attendance", files={"sheet_photo_1": self.photo()}, attend_households=" ".join(households)
        )
        photos = {f"plan_photo_{number}": self.photo() for number in (1, 2)}
        box = [*registers, *accounts, forum, self.fill("community_plan", files=photos)]
        self.chance.shuffle(box)
        return box

    def fill(self, form_id: str, **given: object) -> Filled:
        return self.phone.fill(form_id, **(self.place | given))

    def edited(self, form: Filled) -> Filled:
        changes = {"household_account": {"entry_mode": "summary"}, "community_plan": {"plan_title": "แผนที่แก้แล้ว"}}
        return self.phone.edit(form, **changes.get(form.form_id, {"people_male": "41"}))

    def photo(self) -> bytes:
        return b"\xff\xd8\xff" + self.chance.randbytes(self.chance.randint(500, 40_000))

    def send(self, form: Filled, *, is_edit: bool = False) -> None:
        """Raises TimeoutError when it is not acknowledged in time."""
        while not self.is_kept(form):
            if time.monotonic() > self.until:
                raise TimeoutError(f"{form.instance_id} was not acknowledged within {LONGEST_S} s")
            time.sleep(self.chance.uniform(0.05, 0.2))
        self.told.keep(form, is_edit=is_edit)

    def is_kept(self, form: Filled) -> bool:
        """Send it whole or file by file; whether every answer was 201."""
        pieces = [form.files]
        if len(form.files) > 1 and self.chance.random() < 0.5:
            pieces = [{name: content} for name, content in form.files.items()]
        for number, files in enumerate(pieces, start=1):
            try:
                reply = self.phone.post(form.xml, files, is_incomplete=number < len(pieces))
            except AWAY:
                return False
            if reply.status != 201:
                self.told.refuse(reply.status, f"{form.form_id} {reply.problem or ''}")
                return False
        return True
