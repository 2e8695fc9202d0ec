"""Flattening: a template and what it extends and includes are compiled as one.

Templates are written in small files, and at run time each border between them costs a context of its own: half the
time of a quiz page. An include that is named by an expression stays one. A traceback from a flattened part has that
part's line under the name of the whole.
"""

from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.visitor import NodeTransformer

_KEPT_OF_CHILD = (nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock, nodes.Macro)
"""What stands outside the blocks of a child and still counts; the rest is white space between them."""


def flatten(template: nodes.Template, environment: Environment) -> None:
    """Put the templates that this one names by a constant into it, in place.

    Raises ``TemplateAssertionError`` for what needs blocks at run time: ``super()``, ``self``, a parent named by an
    expression.
    """
    template.body = _Joining(environment).visit(_fill_parent(template, environment)).body


def _fill_parent(template: nodes.Template, environment: Environment) -> nodes.Template:
    """Return the outermost parent with the blocks of its children in it."""
    extends = template.find(nodes.Extends)
    if extends is None:
        return template
    if extends not in template.body or not isinstance(extends.template, nodes.Const):
        raise TemplateAssertionError("a parent is named by a constant, outside of any condition", extends.lineno)
    asking = next((name for name in template.find_all(nodes.Name) if name.name in {"super", "self"}), None)
    if asking is not None:
        raise TemplateAssertionError(f"blocks are filled when templates are compiled: no {asking.name}", asking.lineno)
    parent = _fill_parent(_read(extends.template.value, environment), environment)
    blocks = {block.name: block.body for block in template.find_all(nodes.Block)}
    for block in parent.find_all(nodes.Block):
        block.body = blocks.get(block.name, block.body)
    parent.body = [*(node for node in template.body if isinstance(node, _KEPT_OF_CHILD)), *parent.body]
    return parent


def _read(name: str, environment: Environment) -> nodes.Template:
    if environment.loader is None:
        raise RuntimeError("templates that include each other need a loader")
    source, _filename, _is_fresh = environment.loader.get_source(environment, name)
    return environment.parse(source, name)


class _Joining(NodeTransformer):
    """Replaces blocks and includes by what is in them, each in a scope of its own."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - jinja2's name
        self.generic_visit(node)
        return nodes.Scope(node.body, lineno=node.lineno)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - jinja2's name
        is_known = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        if not is_known or node.ignore_missing or not node.with_context:
            return node
        included = _read(node.template.value, self._environment)
        flatten(included, self._environment)
        return nodes.Scope(included.body, lineno=node.lineno)
