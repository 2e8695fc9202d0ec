"""Typed words: what makes a difference between two of them, and patterns that can't be made to run for ever."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

MAX_TYPED = 60
"""Characters that a learner can type as an answer."""

MAX_PATTERN = 200

_LETTERS = str.maketrans(
    {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
    | {"−": "-", "⁄": "/", "’": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-"}
)
_ARTICLES = re.compile(r"^(?:the|an?|der|die|das|des|den|dem|ein|eine[mnrs]?) (?=\S)")
# A mark that joins or ends words makes no difference, unless it stands in a number: 1.5, 24/7, -5.
_MARKS = re.compile(r"(?<!\d)[\"'“”„‚‘«»()\[\].,;:!?…/_]|[\"'“”„‚‘«»()\[\].,;:!?…/_](?!\d)")
_HYPHEN = re.compile(r"(?<=\w)-|-(?!\d)")
_JOINTS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_QUOTES = "\"'“”„‚‘’«»"


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Reduce words to what makes a difference.

    Case, accents, ``ß`` and ``ss``, ``ä`` and ``ae``, hyphens and blanks between words, an article at the front,
    quotation marks and punctuation make none: ``Die Change-Leitung.`` and ``changeleitung`` are the same. Numbers keep
    their signs and gaps: ``1.5`` is not ``15``, ``24/7`` not ``247``, and ``-5`` not ``5``.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if unicodedata.category(c) not in {"Mn", "Cf"})
    words = " ".join(_MARKS.sub(" ", _HYPHEN.sub(" ", plain)).split())
    return _JOINTS.sub("", _ARTICLES.sub("", words))


def tidy(text: str) -> str:
    """Return typed words as a pattern sees them: one blank between words, no quotation marks and no final stop."""
    words = " ".join(unicodedata.normalize("NFKC", text).split())
    return words.strip(_QUOTES).rstrip(".,;:!?…").strip()


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Any:
    """Compile a regular expression that typed words are compared with from the first to the last character.

    The engine is RE2: its time grows with the length of the text and never explodes, so no clock has to stop it and
    no grade depends on how busy a machine is.

    Raises:
        ValueError: saying why the engine refuses the pattern.
    """
    # Imported here: a page without patterns needs no engine.
    import re2

    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"it has {len(pattern)} characters, and {MAX_PATTERN} is the most")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        raise ValueError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def is_matched(pattern: str, text: str) -> bool:
    """Say whether the whole text fits the pattern, whatever its case."""
    return compile_pattern(pattern).fullmatch(tidy(text)) is not None
