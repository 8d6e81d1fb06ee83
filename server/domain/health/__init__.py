"""What is late or broken, part by part, and what to do about it."""

from server.domain.health.looking import Places, look, look_at_receiving
from server.domain.health.parts import BROKEN, LATE, OK, STATES, UNKNOWN, Part, worst

__all__ = ["BROKEN", "LATE", "OK", "STATES", "UNKNOWN", "Part", "Places", "look", "look_at_receiving", "worst"]
