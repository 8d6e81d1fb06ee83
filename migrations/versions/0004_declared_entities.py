"""Forms that are published already say which list of entities they declare, as those published from now on do."""

from alembic import op

revision = "0004"
down_revision = "0003"

DECLARE = r"""
update form_version v set questions = (
    select jsonb_agg(case when question->>'path' <> '/meta/entity' then question
                     else question || jsonb_build_object('entity', declared.entity) end order by place)
    from jsonb_array_elements(v.questions) with ordinality as listed (question, place))
from (
    select id, jsonb_build_object(
        'list', substring(element from ' dataset="([^"]*)"'),
        'actions', to_jsonb(array_remove(array[substring(element from ' (create)='),
                                               substring(element from ' (update)=')], null))) as entity
    from (select id, substring(convert_from(xml, 'UTF8') from '<entity [^>]*>') as element from form_version) forms
    where element is not null) declared
where declared.id = v.id
"""


def upgrade() -> None:
    op.execute(DECLARE)


def downgrade() -> None:
    """The older code does not look at it."""
