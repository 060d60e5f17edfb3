import re
from dataclasses import fields
from pathlib import Path

from jinja2 import meta, nodes
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk import paths
from factdesk.web import app, rendering
from factdesk.web.rendering import Page

assert app  # so that every page is known
ENVIRONMENT = rendering._environment
FOLDERS_OF_PARTS = ("layouts", "macros")
LAYOUT = "layouts/base.html"
COMMON = {"room", "contact", "viewer", "csrf"}
"""What every template is given beside its page's fields."""
NAMES = sorted(file.relative_to(paths.TEMPLATES).as_posix() for file in paths.TEMPLATES.rglob("*.html"))
OWN = [name for name in NAMES if name.split("/")[0] not in FOLDERS_OF_PARTS]
WHOLE = [name for name in OWN if not Path(name).name.startswith("_")]
PARTS = [name for name in OWN if Path(name).name.startswith("_")]
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def pages():
    found = list(Page.__subclasses__())
    for page in found:
        found += page.__subclasses__()
    return found


ANSWERS = {page.answer for page in pages() if page.answer} | {
    page.template for page in pages() if Path(page.template).name.startswith("_")
}
"""What htmx is given: in the place of a page, or alone."""


def tree_of(name):
    return ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])


def drawn_with(name):
    """Give a template with those it extends and includes, which all see the same variables."""
    found = [name]
    for one in found:
        for node in tree_of(one).find_all((nodes.Extends, nodes.Include)):
            assert isinstance(node.template, nodes.Const), f"{one} names a template that is computed"
            found += [node.template.value] if node.template.value not in found else []
    return found


def wanted_by(*names):
    """Give the variables some templates must be given."""
    every = {one for name in names for one in drawn_with(name)}
    return {name for one in every for name in meta.find_undeclared_variables(tree_of(one))} - set(ENVIRONMENT.globals)


def test_there_is_something_to_look_at():
    assert len(WHOLE) > 6
    assert len(pages()) >= len(WHOLE)
    assert PARTS
    assert ANSWERS


@for_each("name", NAMES)
def test_every_template_can_be_read(name):
    ENVIRONMENT.get_template(name)


@for_each("name", WHOLE)
def test_a_page_extends_the_layout_and_has_a_title(name):
    tree = tree_of(name)
    assert [node.template.value for node in tree.find_all(nodes.Extends)] == [LAYOUT]
    assert {"title", "main"} <= {block.name for block in tree.find_all(nodes.Block)}


def test_a_page_belongs_to_one_class_or_to_the_heirs_of_one():
    own = [page for page in pages() if "template" in vars(page) and page.template not in ANSWERS]
    assert sorted(page.template for page in own) == WHOLE


@for_each("page", pages())
def test_a_folder_bears_the_name_of_its_module(page):
    module = page.__module__.split(".")[-2 if page.__module__.startswith("factdesk.web.api") else -1]
    assert page.template.split("/")[0] == module or module == "_showing", "what several pages show has a room apart"


@for_each("page", pages())
def test_a_page_has_the_fields_its_templates_use_and_no_more(page):
    used = wanted_by(page.template, *([page.answer] if page.answer else []))
    assert {field.name for field in fields(page)} == used - COMMON


def test_everything_that_every_template_is_given_is_used():
    assert {name for template in WHOLE for name in wanted_by(template)} >= COMMON


@for_each("name", [name for name in NAMES if name.startswith("macros/")])
def test_a_macro_is_handed_everything_it_uses(name):
    assert meta.find_undeclared_variables(tree_of(name)) <= set(ENVIRONMENT.globals)
    assert ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0].startswith("{#"), "the comment on top says how"


@for_each("name", PARTS)
def test_a_part_is_one_element_with_an_id_and_an_answer_a_row_of_them(name):
    tree = tree_of(name)
    assert not list(tree.find_all(nodes.Extends))
    roots = parse(TAGS.sub("", ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])).children()
    assert all(root.attributes.get("id") for root in roots)
    assert len(roots) == 1 or name in ANSWERS


def test_every_part_travels_or_is_drawn():
    drawn = {one for name in (*WHOLE, *ANSWERS) for one in drawn_with(name)}
    assert set(PARTS) <= drawn | ANSWERS


@for_each("name", NAMES)
def test_no_template_switches_escaping_off(name):
    tree = tree_of(name)
    assert "safe" not in [node.name for node in tree.find_all(nodes.Filter)]
    assert not list(tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)))


def test_a_fault_would_be_found():
    wrong = ENVIRONMENT.parse("{% for a in b %}{{ a.c }}{{ d }}{% endfor %}")
    assert meta.find_undeclared_variables(wrong) == {"b", "d"}
    assert len(parse(TAGS.sub("", "{% if a %}<p>{{ a }}</p>{% endif %}<p id='x'></p>")).children()) == 2
