"""The room of figures: what its pages belong to."""

from flask import Blueprint

province = Blueprint("province", __name__, template_folder="templates")
