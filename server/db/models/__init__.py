"""The tables, a file for each room of the house."""

from server.db.models.base import Base
from server.db.models.desk import Correction, FlagDismissal, ReviewBatch, ReviewDraw, StaleCheck, SubmissionIndex
from server.db.models.entities import Entity, EntityList, EntityVersion, ListRevision, NotTwice
from server.db.models.exports import Export
from server.db.models.facts import (
    CommunityPlan,
    Forum,
    ForumAttendance,
    HouseholdAccount,
    HouseholdClosing,
    HouseholdMoney,
    HouseholdRegistration,
    HouseholdYear,
)
from server.db.models.finance import AreaFinance, FinanceBlock, FinanceTold
from server.db.models.forms import Form, FormAttachment, FormUpload, FormVersion, Trial
from server.db.models.locked_years import IndicatorResultNow, LockedEvidence, VillageYearNow
from server.db.models.people import Actor, Assignment, Comment, Event, Person, Phone, PhoneForm
from server.db.models.places import Area, Village, Workspace
from server.db.models.project_acts import ProjectAct, ProjectConsent, ProjectDecision, ProjectTransfer
from server.db.models.project_facts import ProgressReport, ProjectEvaluation, ProjectProposal, ProjectScreening
from server.db.models.projects import Project, ProjectMove, ProjectNotice, ProjectStanding, StaleProject
from server.db.models.results import Chore, Criteria, GradeEvent, IndicatorResult, StaleVillage, VillageYear
from server.db.models.signing_in import (
    ApiKey,
    FailedAttempt,
    Identity,
    Login,
    PasswordReset,
    RecoveryCode,
    SecondFactor,
)
from server.db.models.submissions import (
    Attachment,
    Blob,
    PendingSubmission,
    Photo,
    Submission,
    SubmissionFlag,
    SubmissionVersion,
    Withdrawal,
)

__all__ = [
    "Actor",
    "ApiKey",
    "Area",
    "AreaFinance",
    "Assignment",
    "Attachment",
    "Base",
    "Blob",
    "Chore",
    "Comment",
    "CommunityPlan",
    "Correction",
    "Criteria",
    "Entity",
    "EntityList",
    "EntityVersion",
    "Event",
    "Export",
    "FailedAttempt",
    "FinanceBlock",
    "FinanceTold",
    "FlagDismissal",
    "Form",
    "FormAttachment",
    "FormUpload",
    "FormVersion",
    "Forum",
    "ForumAttendance",
    "GradeEvent",
    "HouseholdAccount",
    "HouseholdClosing",
    "HouseholdMoney",
    "HouseholdRegistration",
    "HouseholdYear",
    "Identity",
    "IndicatorResult",
    "IndicatorResultNow",
    "ListRevision",
    "NotTwice",
    "LockedEvidence",
    "Login",
    "PasswordReset",
    "PendingSubmission",
    "Person",
    "Phone",
    "PhoneForm",
    "Photo",
    "ProgressReport",
    "Project",
    "ProjectAct",
    "ProjectConsent",
    "ProjectDecision",
    "ProjectEvaluation",
    "ProjectMove",
    "ProjectNotice",
    "ProjectProposal",
    "ProjectScreening",
    "ProjectStanding",
    "ProjectTransfer",
    "RecoveryCode",
    "ReviewBatch",
    "ReviewDraw",
    "SecondFactor",
    "StaleCheck",
    "StaleProject",
    "StaleVillage",
    "Submission",
    "SubmissionFlag",
    "SubmissionIndex",
    "SubmissionVersion",
    "Trial",
    "Village",
    "VillageYear",
    "VillageYearNow",
    "Withdrawal",
    "Workspace",
]
