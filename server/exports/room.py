"""The blueprint of what is taken away."""

from flask import Blueprint

exports = Blueprint("exports", __name__, template_folder="templates")
