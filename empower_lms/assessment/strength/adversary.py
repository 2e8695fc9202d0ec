"""The adversary: somebody without any knowledge who plays the words of the real questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from empower_lms.assessment.judge import Points
from empower_lms.assessment.strength.chance import NEVER, Chance
from empower_lms.assessment.strength.convolve import Block, Player, Totals, classes_of, convolve
from empower_lms.assessment.strength.design import Design, Item
from empower_lms.assessment.strength.items import Scores, Scoring, blind_scores, expected_score
from empower_lms.assessment.strength.strategies import Strategy, play_all
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument

PROMISING = 3
"""So many of the strategies with the highest expected score are played to the end."""


class Attack(Value):
    """One strategy in one language: what it earns with each question that it can be played on."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    strategy: Strategy
    language: str
    scores: Mapping[str, Scores]
    expected: Chance
    """Points on an average form."""
    gain: Points
    """How many of them blind guessing would not have earned."""

    def player(self) -> Player:
        def earn(item: Item) -> Scores:
            return self.scores.get(item.id) or blind_scores(item.model)

        return earn


def find_attacks(document: QuizDocument, design: Design) -> tuple[Attack, ...]:
    """Return every strategy that can be played on some question, the best first."""
    scorings = {item.id: item.model.scoring for part in design.parts for item in part.pool}
    plays: defaultdict[tuple[Strategy, str], dict[str, Scores]] = defaultdict(dict)
    for question in document.questions:
        for language in question.stem.languages:
            for strategy, scores in play_all(question, language, scorings.get(question.id, Scoring.ALL_OR_NOTHING)):
                plays[strategy, language][question.id] = scores
    shares = {item.id: Fraction(part.count, len(part.pool)) for part in design.parts for item in part.pool}
    blind = {item.id: expected_score(blind_scores(item.model)) for part in design.parts for item in part.pool}
    guessed = sum((shares[item] * points for item, points in blind.items()), NEVER)
    attacks = []
    for (strategy, language), earned in plays.items():
        gain = sum(
            (shares[item] * (expected_score(scores) - blind[item]) for item, scores in earned.items() if item in blind),
            NEVER,
        )
        attacks.append(Attack(strategy=strategy, language=language, scores=earned, expected=guessed + gain, gain=gain))
    return tuple(sorted(attacks, key=lambda attack: (-attack.expected, attack.strategy, attack.language)))


def play_attack(design: Design, attack: Attack) -> Totals:
    """Convolve an attack over the draw. Each question is its own case, so pools are not grouped."""
    player = attack.player()
    return convolve(
        [
            Block(((classes_of(((item, 1) for item in part.pool), player), part.count),), part.at_least)
            for part in design.parts
        ]
    )


def best_attack(design: Design, attacks: Iterable[Attack]) -> Attack | None:
    """Return the attack that passes most often, of the most promising ones; nothing if none beats guessing."""
    promising = [attack for attack in attacks if attack.gain > 0][:PROMISING]
    return max(promising, key=lambda attack: play_attack(design, attack).at_least(design.cut), default=None)
