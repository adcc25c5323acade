"""Which rules would set each other off, by the effects that actions declare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from events.evaluator import Compiled, Happening, Verdict, match
from events.registry import action_type
from events.selectors.rulebook import Known, Rulebook, Sights

MOST_LOOPS, DEEPEST = 10, 8


@dataclass(frozen=True, slots=True)
class Loop:
    """Names, from a rule round to itself."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return " → ".join(self.names)


@dataclass(slots=True)
class Finder:
    """Follows what the draft would do through all other rules. `me`: the draft, in its rule's place."""

    me: Known
    book: Rulebook
    sights: Sights
    loops: list[str] = field(default_factory=list)
    sets_off: list[str] = field(default_factory=list)

    def follow(self, fact: Happening, verdict: Verdict) -> None:
        """A fact that the draft acts on."""
        if len(self.loops) < MOST_LOOPS:
            self._deeper(self.me, fact, verdict, (self.me,))

    def _deeper(self, rule: Known, fact: Happening, verdict: Verdict, path: tuple[Known, ...]) -> None:
        for effect in _effects(fact, verdict):
            for other in self._rules(effect.event_id):
                found = match(
                    other.id, other.compiled, effect, self.sights.of(other.owner_id, effect.item[0])
                )
                if found is not None and found.outcome == "matched":
                    self._met(other, effect, found, path)

    def _met(self, other: Known, effect: Happening, verdict: Verdict, path: tuple[Known, ...]) -> None:
        names = [known.name for known in path]
        met = next((place for place, known in enumerate(path) if known.id == other.id), None)
        if met is not None:
            loop = str(Loop((*names[met:], other.name)))
            if loop not in self.loops and len(self.loops) < MOST_LOOPS:
                self.loops.append(loop)
            return
        if len(path) == 1 and other.name not in self.sets_off:
            self.sets_off.append(other.name)
        if len(path) < DEEPEST:
            self._deeper(other, effect, verdict, (*path, other))

    def _rules(self, event_id: int) -> Iterable[Known]:
        others = [known for known in self.book.by_event.get(event_id, ()) if known.id != self.me.id]
        return [self.me, *others] if self.me.compiled.event_id == event_id else others


def _effects(fact: Happening, verdict: Verdict) -> Iterator[Happening]:
    """The events that the actions would fire, with as many arguments as are known."""
    for action in verdict.actions:
        found = action_type(action.type)
        for event_id, args in found.effects(fact.args, action.params) if found else ():
            yield Happening(event_id, fact.item, fact.args | args, fact.at)


def known_draft(rule_id: int, name: str, owner_id: int, compiled: Compiled) -> Known:
    """The draft as if it stood in the book; a new one has an id that no rule has."""
    return Known(rule_id or -1, name, owner_id, compiled)
