"""The XBlock runtime of the local LMS.

Built on XBlock's own ``Runtime``; docs/decisions/0005-local-runtime.md says why the workbench's is
not its base. One instance serves one request.
"""

import logging
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from opaque_keys.edx.keys import UsageKey
from web_fragments.fragment import Fragment
from xblock.field_data import SplitFieldData
from xblock.fields import Scope
from xblock.internal import LazyClassProperty
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import IdReader, KeyValueStore, KvsFieldData, Mixologist, NullI18nService, Runtime

from empower_lms.local.content import Content
from empower_lms.local.learner_state import LearnerFields
from empower_lms.local.progress import record_completion, record_grade

TRACKING = logging.getLogger("empower.tracking")


class AuthoredFields(KeyValueStore):
    """The fields that the author set: read only, straight from the course package."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def has(self, key: Any) -> bool:
        return key.field_name in self.content.blocks[str(key.block_scope_id)].fields

    def get(self, key: Any) -> Any:
        return self.content.blocks[str(key.block_scope_id)].fields[key.field_name]

    def default(self, key: Any) -> Any:
        raise KeyError(key)

    def set(self, key: Any, value: Any) -> None:
        raise PermissionError(f"'{key.field_name}' is set in the course source, not while somebody learns")

    def delete(self, key: Any) -> None:
        raise PermissionError(f"'{key.field_name}' is set in the course source, not while somebody learns")


class UsageIds(IdReader):
    """Usage keys carry their type, and every usage is its own definition: nothing to look up."""

    def get_definition_id(self, usage_id: UsageKey) -> UsageKey:
        return usage_id

    def get_block_type(self, def_id: UsageKey) -> str:
        return str(def_id.block_type)

    def get_usage_id_from_aside(self, aside_id: Any) -> Any:
        raise LookupError("the local LMS has no asides")

    def get_definition_id_from_aside(self, aside_id: Any) -> Any:
        raise LookupError("the local LMS has no asides")

    def get_aside_type_from_usage(self, aside_id: Any) -> Any:
        raise LookupError("the local LMS has no asides")

    def get_aside_type_from_definition(self, aside_id: Any) -> Any:
        raise LookupError("the local LMS has no asides")


class SignedInUser(UserService):
    """Tells blocks who is learning, in the words of Open edX."""

    def __init__(self, user: Any) -> None:
        super().__init__()
        self._user = user

    def get_current_user(self) -> XBlockUser:
        known = self._user.is_authenticated
        person = XBlockUser(is_current_user=True)
        person.full_name = self._user.get_full_name() if known else None
        person.opt_attrs = {
            "edx-platform.is_authenticated": known,
            "edx-platform.user_id": self._user.pk if known else None,
            "edx-platform.username": self._user.get_username() if known else None,
            "edx-platform.user_is_staff": known and self._user.is_staff,
            "edx-platform.user_preferences": {"time_zone": settings.EMPOWER_ZONE},
        }
        return person


class LocalRuntime(Runtime):
    """Serves blocks of one ``Content`` to one user."""

    def __init__(self, content: Content, user: Any, *, csrf_token: Callable[[], str]) -> None:
        self.content = content
        self.learner_id: int | None = user.pk if user.is_authenticated else None
        self.learner_fields = LearnerFields(self.learner_id)
        authored = KvsFieldData(AuthoredFields(content))
        personal = KvsFieldData(self.learner_fields)
        field_data = SplitFieldData(
            {
                Scope.content: authored,
                Scope.settings: authored,
                Scope.user_state: personal,
                Scope.preferences: personal,
                Scope.user_info: personal,
            }
        )
        super().__init__(
            UsageIds(),
            id_generator=None,
            services={
                "field-data": field_data,
                "user": SignedInUser(user),
                "i18n": NullI18nService(),
                "empower_csrf": csrf_token,
            },
        )
        self.user_id = self.learner_id

    def prefetch(self, usages: Iterable[str], *, course: str = "") -> None:
        """Read the learner's fields of these blocks, and their place in a course, in one query."""
        names = list(usages)
        self.learner_fields.prefetch(names, {self.content.blocks[name].type for name in names}, course=course)

    def block(self, usage: str) -> Any:
        """Return one block.

        Raises:
            LookupError: when no served course has it.
        """
        if usage not in self.content.blocks:
            raise LookupError(usage)
        return self.get_block(self.content.blocks[usage].usage)

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        names = {"usage": str(block.scope_ids.usage_id), "handler": handler_name}
        url = reverse("handler", kwargs=names | ({"suffix": suffix} if suffix else {}))
        return f"{url}?{query}" if query else url

    def local_resource_url(self, block: Any, uri: str) -> str:
        return static(uri.replace("public/", "empower_xblocks/", 1))

    def resource_url(self, resource: str) -> str:
        raise NotImplementedError("blocks load what they ship, through local_resource_url")

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        """Store grades and completion in the transaction of the request; log everything else."""
        if self.learner_id is None:
            return
        usage = str(block.scope_ids.usage_id)
        course = self.content.course_of_block[usage].name
        now = timezone.now()
        if event_type == "grade":
            record_grade(
                self.learner_id,
                course,
                usage,
                earned=float(event_data["value"]),
                possible=float(event_data["max_value"]),
                only_if_higher=bool(event_data.get("only_if_higher")),
                now=now,
            )
        elif event_type == "completion":
            record_completion(self.learner_id, course, usage, float(event_data["completion"]), now=now)
        else:
            TRACKING.info("%s %s %s", event_type, usage, event_data)

    def applicable_aside_types(self, block: Any) -> list[str]:
        """No asides: looking for them costs more than everything else in a view."""
        return []

    def wrap_xblock(self, block: Any, view: str, frag: Fragment, context: Any) -> Fragment:
        """Leave the block's own element as it is: it brings its own root and needs no page script."""
        return frag


def prepare_block_types() -> None:
    """Let XBlock work out the fields and services of our blocks, once, before there are threads.

    It does so at the first use and meanwhile answers ``None`` to every other thread, so the first requests
    after a start, if they come together, would fail.
    """
    mixologist = Mixologist(())
    for point in entry_points(group="xblock.v1"):
        if point.module.startswith("empower_xblocks."):
            prepare_class(mixologist.mix(point.load()))


def prepare_class(block_type: type) -> None:
    """Work out everything that a class of blocks leaves for its first use."""
    lazy = {
        name for base in block_type.__mro__ for name, one in vars(base).items() if isinstance(one, LazyClassProperty)
    }
    for name in lazy:
        getattr(block_type, name)
