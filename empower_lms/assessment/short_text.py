"""Short text: normalising what somebody typed, and comparing it with the accepted variants."""

import re
import unicodedata
from functools import lru_cache

from empower_lms.domain.question import ShortText, WrongText

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ä": "ae", "ö": "oe", "ü": "ue"})
_BLANKS = re.compile(r"[\s\-‐‑‒–—_/]+")
_AROUND = re.compile(r"^[\"'“”„‚‘’«»(\[]+|[\"'“”„‚‘’«».,;:!?)\]]+$")
_ARTICLES = re.compile(r"^(?:the|an?|der|die|das|den|dem|ein|eine|einen|einem|einer) ")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Reduce a text to what makes a difference: no case, accents, hyphens, articles or final punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = _BLANKS.sub(" ", plain).strip()
    stripped = _AROUND.sub("", words).strip()
    return _ARTICLES.sub("", stripped) or stripped


def is_accepted(question: ShortText, typed: str) -> bool:
    """Say whether a typed answer is right, in whichever language it was written."""
    given = normalise(typed)
    return any(given == normalise(text) for variant in question.accepted for _language, text in variant.items())


def recognise_text(question: ShortText, typed: str) -> WrongText | None:
    """Name the expected wrong answer that the learner gave, if it is one."""
    given = normalise(typed)
    for wrong in question.misconceptions:
        if any(given == normalise(text) for variant in wrong.texts for _language, text in variant.items()):
            return wrong
    return None
