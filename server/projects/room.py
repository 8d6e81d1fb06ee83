"""The room itself, in which every page of projects stands."""

from flask import Blueprint

projects = Blueprint("projects", __name__, template_folder="templates")
