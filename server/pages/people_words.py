"""Words for accounts: what is done with them, how somebody is signed in, what a role is for. Thai in the catalog."""

from server.pages.language import N_

OF_PEOPLE: dict[str, dict[str, str]] = {
    "account_state": {"open": N_("In use"), "closed": N_("Closed accounts"), "all": N_("All accounts")},
    "came": {"": N_("Whenever"), "never": N_("Never signed in"), "long_ago": N_("Not for 90 days")},
    "person_done": {
        "added": N_("The account is there. Give out a link or a printed code, so that a password can be set."),
        "named": N_("Saved."),
        "duty": N_("Saved. The new duty counts from now on."),
        "closed": N_("Closed: nobody signs in with this account any more. What was done with it stays."),
        "opened": N_("Open again, with the password of before. Give out a link if it is forgotten."),
        "ended": N_("Every sign-in has ended."),
        "taken_off": N_("The second factor is off. They are told at the next sign-in."),
        "taken_back": N_("What was given out opens nothing any more."),
    },
    "own_done": {
        "named": N_("Saved."),
        "password": N_("Your password is changed. Your other sign-ins have ended."),
        "ended": N_("Ended."),
    },
    "person_act": {
        "person.add": N_("Account made"),
        "person.change": N_("Name or address changed"),
        "person.disable": N_("Account closed"),
        "person.enable": N_("Account opened again"),
        "person.give_duty": N_("Another duty given"),
        "person.give_reset": N_("Link or code given out for setting a password"),
        "person.end_reset": N_("Link or code taken back"),
        "person.set_password": N_("Password set"),
        "person.end_sign_ins": N_("Sign-ins ended"),
        "person.second_factor_on": N_("Second factor switched on"),
        "person.second_factor_off": N_("Second factor switched off"),
        "person.second_factor_taken_off": N_("Second factor taken off"),
        "person.second_factor_codes": N_("New recovery codes made"),
        "person.second_factor_recovery": N_("Recovery code used"),
        "person.bind_identity": N_("Signed in with the provider for the first time"),
        "person.unbind_identity": N_("Provider's account let go"),
        "person.add_key": N_("API key made"),
        "person.end_key": N_("API key ended"),
    },
    "reset_kind": {"link": N_("by link"), "code": N_("by printed code")},
    "sign_in_kind": {"browser": N_("Browser"), "bearer": N_("Program (API)")},
    "factor_done": {
        "off": N_("The second factor is off."),
        "taken_off": N_(
            "Your second factor was taken off by an administrator. Set it up again; ask if you do not know why."
        ),
    },
    "key_scope": {"read": N_("Read only"), "write": N_("Read and write")},
    "key_part": {"figures": N_("Figures only (/api)"), "all": N_("Everything I may see (/api and /v1)")},
    "role_about": {
        "tambon_team": N_("Collects with the phone: register, accounts, forum, plan, proposals, reports of projects."),
        "committee_member": N_("Reports with the phone on the projects of the village."),
        "district_officer": N_(
            "Reviews what teams send, looks after the register, screens projects. Sees amounts and names."
        ),
        "district_chief": N_("Reads figures and consents to withdrawals of money."),
        "province_officer": N_("Reads figures, decides on projects, sets and locks the rules of plan years."),
        "evaluation_committee": N_("Reads figures and evaluates projects with the phone."),
        "admin": N_("Looks after people, phones, forms and areas. Reads no answers and no names."),
    },
    "data_class": {
        "amounts": N_("Amounts of households"),
        "names": N_("Names of heads"),
        "plans": N_("Plans"),
        "projects": N_("Projects"),
    },
    "village_kind": {"village": N_("Village"), "community": N_("Urban community")},
    "year_opened": {
        "opened": N_("The year is open for collecting. Every village is computed under it."),
        "was_open": N_("That year was open already; nothing changed."),
    },
}
