"""Words of pages of figures: what a map is coloured by, what a list is sorted by."""

from server.pages.language import N_

OF_FIGURES: dict[str, dict[str, str]] = {
    "shade": {
        "grade": N_("Villages with grade A, of those graded"),
        "met_1": N_("Meet indicator 1: accounts used"),
        "met_2": N_("Meet indicator 2: forum attended"),
        "met_3": N_("Meet indicator 3: local organisation from the start"),
        "met_4": N_("Meet indicator 4: written plan"),
        "graded": N_("Villages graded so far"),
        "progress": N_("Work of projects done, weighted by baht"),
    },
    "order": {
        "code": N_("By place"),
        "nearest": N_("Nearest to the next grade first"),
        "accounts": N_("Most accounts first"),
        "forum": N_("Largest share at the forum first"),
    },
}
