"""The room of plan years: its blueprint."""

from flask import Blueprint

years = Blueprint("years", __name__, template_folder="templates")
