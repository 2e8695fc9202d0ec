"""Numbers in running text, read as their language writes them, to compare translations."""

import re
from collections import Counter
from decimal import Decimal

_TWELVE_HOURS = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SPACED = re.compile(r"(?<=\d)[\u00a0\u202f'’](?=\d{3}\b)")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_GERMAN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def find_numbers(text: str, language: str) -> Counter[Decimal]:
    """Count the numbers of a text. Times of day count as hour and minute on the 24-hour clock."""
    found: Counter[Decimal] = Counter()
    if not _DIGIT.search(text):
        return found
    text = _SPACED.sub("", text)
    if language == "en":
        text = _TWELVE_HOURS.sub(lambda match: _take_twelve_hours(match, found), text)
        text = re.sub(r"\b(\d{1,2}):(\d{2})\b", lambda match: _take_clock(match, found), text)
    else:
        text = re.sub(r"\b(\d{1,2})(?:[.:](\d{2}))?\s*Uhr\b", lambda match: _take_clock(match, found), text)
        text = re.sub(r"\b(\d{1,2}):(\d{2})\b", lambda match: _take_clock(match, found), text)
    pattern, group, mark = (_ENGLISH, ",", ".") if language == "en" else (_GERMAN, ".", ",")
    for number in pattern.findall(text):
        found[Decimal(number.replace(group, "").replace(mark, "."))] += 1
    return found


def show_numbers(numbers: Counter[Decimal]) -> str:
    """List numbers for a message, smallest first."""
    return ", ".join(f"{number:f}" for number in sorted(numbers.elements())) or "–"


def _take_twelve_hours(match: re.Match[str], found: Counter[Decimal]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return _note_time(hour, match[2], found)


def _take_clock(match: re.Match[str], found: Counter[Decimal]) -> str:
    return _note_time(int(match[1]), match[2], found)


def _note_time(hour: int, minute: str | None, found: Counter[Decimal]) -> str:
    found[Decimal(hour)] += 1
    if minute is not None and int(minute):
        found[Decimal(int(minute))] += 1
    return " "
