"""The room itself, in which every page for the people who look after Yudee stands."""

from flask import Blueprint

admin = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")
