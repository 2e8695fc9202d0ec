"""Flattening: what is compiled as one says what jinja2 says of the parts."""

import pytest
from jinja2 import DictLoader, Environment, TemplateAssertionError, nodes
from jinja2.compiler import CodeGenerator

from empower_lms.rendering.flattening import flatten

PARTS = {
    "outer": "<{% block head %}no head{% endblock %}|{% block body %}{% block inner %}no inner{% endblock %}{% endblock %}>",
    "middle": '{% extends "outer" %}{% set word = "set outside" %}{% block body %}[{% block page %}{% endblock %}]{% endblock %}',
    "page": '{% extends "middle" %}{% import "macros" as m %}{% block page %}{{ m.twice(word) }}, {{ x }}{% endblock %} lost',
    "inner": '{% extends "outer" %}{% block inner %}in {{ x }}{% endblock %}',
    "macros": '{% macro twice(text) %}{{ text }} {{ text }}{% include "part" %}{% endmacro %}',
    "part": '{% set x = "changed" %}({{ x }})',
    "includes": '{% set x = "mine" %}{% include "part" %} {{ x }}{% for x in (1, 2) %}{% include "shown" %}{% endfor %}',
    "shown": "{{ x }}-",
    "by-name": '{% include "sho" ~ "wn" %}{% include which %}',
    "optional": '{% include "nowhere" ignore missing %}{% include "shown" without context %}',
    "chain": '{% include "includes" %}{% include "page" %}',
}


class _Flat(Environment):
    class code_generator_class(CodeGenerator):  # noqa: N801 - jinja2's name
        def visit_Template(self, node, frame=None):  # noqa: N802 - jinja2's name
            flatten(node, self.environment)
            assert not [block for block in node.find_all((nodes.Block, nodes.Extends))]
            super().visit_Template(node, frame)


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_flat_template_says_the_same(name):
    plain, flat = (kind(loader=DictLoader(PARTS), autoescape=True) for kind in (Environment, _Flat))
    context = {"x": "<x>", "which": "part"}
    assert flat.get_template(name).render(context) == plain.get_template(name).render(context)


def test_parts_known_by_name_are_no_longer_looked_for_at_run_time():
    parts = dict(PARTS)
    flat = _Flat(loader=DictLoader(parts))
    page = flat.get_template("includes")
    del parts["part"], parts["shown"]
    assert page.render(x="x") == "(changed) mine1-2-"


@pytest.mark.parametrize(
    "source",
    [
        '{% extends "outer" %}\n{% block head %}{{ super() }}{% endblock %}',
        '{% extends "outer" %}\n{% block head %}{{ self.body() }}{% endblock %}',
        "\n{% extends parent %}",
        '{% if x %}\n{% extends "outer" %}{% endif %}',
    ],
)
def test_what_needs_blocks_at_run_time_is_refused_with_its_line(source):
    flat = _Flat(loader=DictLoader(PARTS | {"bad": source}))
    with pytest.raises(TemplateAssertionError) as refused:
        flat.get_template("bad")
    assert refused.value.lineno == 2
