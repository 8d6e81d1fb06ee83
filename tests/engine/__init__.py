"""The form engine of ODK Collect for the tests: forms are filled in as on a phone, with all their logic."""

from tests.engine.engine import AnswerRefused, EngineFault, Filled, Form, FormEngine, shared_engine
from tests.engine.entity_list import EntityList

__all__ = ["AnswerRefused", "EngineFault", "EntityList", "Filled", "Form", "FormEngine", "shared_engine"]
