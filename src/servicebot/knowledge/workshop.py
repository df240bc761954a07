"""What sheets are compiled with: names, phrases, calendar, and the faults found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from servicebot.errors import Fault
from servicebot.french.calendar import Calendar
from servicebot.french.typography import au, de, polish, upper_first
from servicebot.knowledge.files import Parsed
from servicebot.knowledge.messages import suggestion
from servicebot.knowledge.model import Aspect, Commune, Link, Operator, Sheet
from servicebot.knowledge.sentences import PLACEHOLDER, UnknownPlaceholderError, fill

COMPILED_PHRASES = ("operator", "operator_deduced", "place_address", "place_phone")

Keys = tuple[str | int, ...]
Phrases = Parsed[dict[str, tuple[str, ...]]]


@dataclass(slots=True)
class Workshop:
    """The town's words as far as they are known; `faults` grows as sheets come by."""

    aspects: Mapping[str, Aspect]
    operators: Mapping[str, Operator]
    phrases: Mapping[str, Phrases]
    calendar: Calendar
    timezone: str
    communes: tuple[Commune, ...] = ()
    faults: list[Fault] = field(default_factory=list)

    def title(self, aspect: str, name: str, label: str) -> str:
        """Return the title of an answer that was given none: « Nombre des crèches »."""
        known = self.aspects.get(aspect)
        return polish(f"{upper_first(known.name)} {de(label)}" if known else name)

    def question(self, aspect: str, name: str, label: str) -> str:
        """Return how people ask for an aspect, or its title where nobody said how."""
        known = self.aspects.get(aspect)
        fields = label_fields(name, label)
        for template in known.ask if known else ():
            if "{unit}" not in template:
                text = PLACEHOLDER.sub(lambda m: fields.get(m[1], ""), template)
                return polish(f"{upper_first(text).rstrip(' ?')} ?")
        return self.title(aspect, name, label)

    def filled(
        self, sheet: Parsed[Sheet], keys: Keys, text: str, fields: Mapping[str, str]
    ) -> str:
        """Return an editor's sentence filled in, or note what cannot be."""
        try:
            return fill(text, fields)
        except UnknownPlaceholderError as error:
            self.faults.append(sheet.fault(keys, _unknown(error.name, fields)))
            return polish(text)

    def phrase(self, key: str, fields: Mapping[str, str]) -> str:
        """Return a phrase of the town filled in, or note what cannot be."""
        file = self.phrases.get(key)
        if file is None:
            return ""
        try:
            return fill(file.value[key][0], fields)
        except UnknownPlaceholderError as error:
            self.faults.append(file.fault((key,), _unknown(error.name, fields)))
            return ""


def label_fields(name: str, label: str) -> dict[str, str]:
    """Return the forms of a subject's name that phrases may use."""
    forms = {"": label, "de_": de(label), "au_": au(label)}
    fields = {"name": name, "Name": upper_first(name)}
    for noun in ("label", "subject", "place"):
        fields |= {f"{prefix}{noun}": form for prefix, form in forms.items()}
        fields[upper_first(noun)] = upper_first(label)
    return fields


def once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names without their outer blanks, each once, in order."""
    return tuple(dict.fromkeys(name.strip() for name in names))


def polished(text: str | None) -> str | None:
    """Return the text well-typeset, if there is one."""
    return None if text is None else polish(text)


def polished_links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links with well-typeset titles."""
    return tuple(
        link.model_copy(update={"title": polish(link.title)}) for link in links
    )


def _unknown(name: str, fields: Mapping[str, str]) -> str:
    near = suggestion(name, fields)
    return f"mot entre accolades inconnu : « {{{name}}} »{near}"
