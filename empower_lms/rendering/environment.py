"""The jinja2 environment: one set of rules for every page, block and message.

Autoescape is on, except in plain text, and an undefined name is an error. There is one environment per locale,
so that a compiled template is bound to its language and macros can be imported and cached.
Text in templates is ``{{ _("Question {n} of {all}", n=3, all=20) }}``, and with a plural
``{{ ngettext("{n} question", "{n} questions", n) }}``.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from empower_lms.certification.wording import word_duty
from empower_lms.rendering import formats
from empower_lms.rendering.flattening import flatten
from empower_lms.rendering.markdown import to_html, to_inline_html
from empower_lms.rendering.translation import Phrases, best_locale, phrases, translator

OWN_PACKAGE = "empower_lms.rendering"
PLAIN = ".txt.j2"


class _TextFolding(NodeTransformer):
    """Replaces ``_("text")`` by the translated text when a template is compiled, not at each rendering."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - jinja2's name
        self.generic_visit(node, *args, **kwargs)
        is_text = isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if is_text and plain and isinstance(message := node.args[0], nodes.Const):
            return nodes.Const(self._phrases.gettext(message.value), lineno=node.lineno)
        return node


class _LocaleCodeGenerator(CodeGenerator):
    """Compiles templates for the locale of their environment: a third of a block's rendering time was text."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - jinja2's name
        flatten(node, self.environment)
        _TextFolding(phrases(self.environment.globals["locale"])).visit(node)
        super().visit_Template(node, frame)


class _LocaleEnvironment(Environment):
    code_generator_class = _LocaleCodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Share one dictionary: jinja2's own chain of two is copied in Python at each rendering and each import."""
        return super().make_globals(d) if d else self.globals


class PackageTemplates(BaseLoader):
    """Finds ``page/base.html.j2`` here and ``some_package:name.html.j2`` in that package's ``templates``.

    A higher layer keeps its templates with itself; nothing has to be registered.
    """

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        package, colon, name = template.rpartition(":")
        parts = name.split("/")
        if ".." in parts:
            raise TemplateNotFound(template)
        try:
            resource = files(package if colon else OWN_PACKAGE).joinpath("templates", *parts)
            return resource.read_text(encoding="utf-8"), str(resource), lambda: True
        except (ImportError, OSError) as error:
            raise TemplateNotFound(template) from error


def render(template: str, locale: str, **context: Any) -> Markup:
    """Render a page or fragment in a language; every name that the template uses must be given."""
    if template.endswith(PLAIN):
        raise ValueError(f"'{template}' is plain text, which no page may contain unescaped")
    return Markup(_template(template, locale).render(context))


def render_text(template: str, locale: str, **context: Any) -> str:
    """Render a plain text, such as a mail: the only templates that escape nothing are named ``.txt.j2``."""
    if not template.endswith(PLAIN):
        raise ValueError(f"'{template}' is no plain text")
    return _build_environment(best_locale(locale), escapes=False).get_template(template).render(context)


@lru_cache(maxsize=512)
def _template(name: str, locale: str) -> Template:
    """Return a compiled template; templates don't change while a process lives."""
    return environment(best_locale(locale)).get_template(name)


def environment(locale: str) -> Environment:
    """Return the environment of one locale, in which everything is escaped."""
    return _build_environment(locale, escapes=True)


@lru_cache(maxsize=16)
def _build_environment(locale: str, *, escapes: bool) -> Environment:
    """Build an environment, once per process.

    Whether it escapes is fixed when it is built: templates that ask for each value are compiled to slower code.
    """
    env = _LocaleEnvironment(
        loader=PackageTemplates(),
        autoescape=escapes,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,
    )
    text = phrases(locale)
    env.globals.update({"_": text.gettext, "gettext": text.gettext, "ngettext": text.ngettext, "locale": locale})
    env.filters.update(
        number=partial(formats.format_number, locale=locale),
        quantity=partial(formats.format_quantity, locale=locale),
        share=partial(formats.format_share, locale=locale),
        chance=partial(formats.format_chance, locale=locale),
        date=partial(formats.format_date, locale=locale),
        instant=partial(formats.format_instant, locale=locale),
        localized=_localizer(locale),
        duty=partial(word_duty, translate=translator(locale).gettext, locale=locale),
        markdown=lambda source, demote=0: to_html(source, locale, demote),
        inline=to_inline_html,
    )
    return env


def _localizer(locale: str) -> Callable[[Any], str]:
    def localized(text: Any) -> str:
        return str(text.to(locale))

    return localized
