"""The room itself, in which every page of the register stands."""

from flask import Blueprint

register = Blueprint("register", __name__, template_folder="templates")
