"""The room itself, in which the pages of review stand, and how it writes answers out."""

from flask import Blueprint

from server.pages.words import flag_names
from server.review import written

review = Blueprint("review", __name__, template_folder="templates")
for name, shown in written.FILTERS.items():
    review.add_app_template_filter(shown, name)
review.add_app_template_global(flag_names)
