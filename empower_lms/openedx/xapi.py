"""Our tracking events as xAPI statements, which is what Aspects and learning record stores read.

Importing this module registers the transformers with event-routing-backends, whose app has to be installed.
Actor (a random id for each account), course, session and time are put in by its base class.
"""

from datetime import timedelta
from typing import Any

from event_routing_backends.processors.openedx_filters.decorators import openedx_filter
from event_routing_backends.processors.xapi import constants
from event_routing_backends.processors.xapi.registry import XApiTransformersRegistry
from event_routing_backends.processors.xapi.transformer import XApiTransformer
from tincan import Activity, ActivityDefinition, Extensions, LanguageMap, Result, Verb

from empower_lms.domain.quiz import QuizMode
from empower_xblocks.tracking import STARTED, SUBMITTED

ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
"""What a certification quiz is: ADL's own word; event-routing-backends has one for practice only."""


def _verb(address: str, display: str) -> Any:
    return Verb(id=address, display=LanguageMap({constants.EN: display}))


class _QuizTransformer(XApiTransformer):  # type: ignore[misc]
    """What both statements say: which quiz block, and which try of the learner it is."""

    @openedx_filter(filter_type="empower_lms.openedx.xapi.quiz.get_object")  # type: ignore[untyped-decorator]
    def get_object(self) -> Any:
        """Return the block under the address that the platform's own statements give it.

        Without a block there is no id, and event-routing-backends drops the statement.
        """
        return Activity(
            id=self.get_object_iri("xblock", self.get_data("context.module.usage_key")),
            definition=ActivityDefinition(
                type=constants.XAPI_ACTIVITY_PRACTICE_ASSESSMENT if self._is_practice else ASSESSMENT,
                extensions=Extensions({constants.XAPI_ACTIVITY_ATTEMPT: self.get_data("data.attempt_number", True)}),
            ),
        )

    @property
    def _is_practice(self) -> bool:
        return bool(self.get_data("data.mode", True) == QuizMode.PRACTICE)


@XApiTransformersRegistry.register(STARTED)
class StartedTransformer(_QuizTransformer):
    """A try began: ``initialized``, as for the platform's exams."""

    _verb = _verb(constants.XAPI_VERB_INITIALIZED, constants.INITIALIZED)


@XApiTransformersRegistry.register(SUBMITTED)
class SubmittedTransformer(_QuizTransformer):
    """A try was judged: ``passed`` or ``failed``; of practice only that it was ``completed``, since it never counts."""

    additional_fields = ("result",)

    @property
    def _verb(self) -> Any:
        if self._is_practice:
            return _verb(constants.XAPI_VERB_COMPLETED, constants.COMPLETED)
        if self._has_passed:
            return _verb(constants.XAPI_VERB_PASSED, constants.PASSED)
        return _verb(constants.XAPI_VERB_FAILED, constants.FAILED)

    @property
    def _has_passed(self) -> bool:
        # Read directly: ``get_data`` takes "no" for an answer that is missing.
        return bool(self.event["data"]["passed"])

    def get_result(self) -> Any:
        """Return the score, from 0 to 1 as in the grade book, and how long the try took."""
        score = self.get_data("data.score", True)
        return Result(
            completion=True,
            success=None if self._is_practice else self._has_passed,
            score={"scaled": score, "raw": score, "min": 0, "max": 1},
            duration=timedelta(seconds=self.get_data("data.seconds", True)),
        )
