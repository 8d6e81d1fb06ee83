"""Pages of phones, and the page a team opens on the very phone."""

from server.domain import phones
from tests.factories import SECRET


def test_a_phone_of_a_long_name_fits_on_every_screen(screen, told):
    session = told.field.session
    name = f"{screen.name} ".ljust(phones.LONGEST_NAME, "W")
    key = phones.add(session, name, area_code="500705", workspace_id=1, secret=SECRET)
    session.commit()

    screen.open(key.page_path)
    screen.picture("team")
    screen.sign_in()
    screen.open(f"/admin/phones/{key.phone.actor_id}")
    screen.picture("phone")
    screen.open("/admin/phones")
    screen.picture("phones")
