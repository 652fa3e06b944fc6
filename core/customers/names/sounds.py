"""How a word sounds, in either script: its consonants for looking up, and a rougher spelling for comparing.

The table is by hand, after how names are in fact transliterated between English and Arabic (أكمي and Acme, فيرتكس and Vertex,
خوري and Khoury): consonants that take each other's place share a letter, vowels are left out, and a Latin letter that is
read in several ways gives several skeletons.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import Levenshtein

from core.customers.folding import is_arabic

MOST_SKELETONS: Final = 6
# One letter for each family of consonants that stand for each other; vowels, hamza and ain are not there.
_ARABIC: Final = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "$",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
# Latin groups of letters, the longest first, each with the families that Arabic writes for it ("" = not written).
_LATIN: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("tsch", ("t$",)), ("schw", ("$f", "$")), ("sch", ("$", "sk")), ("tch", ("t$",)), ("dsch", ("g",)), ("ough", ("", "f")),
    ("augh", ("", "f")), ("igh", ("", "g")), ("sh", ("$",)), ("ch", ("t$", "$", "k", "x")), ("kh", ("x", "k")),
    ("gh", ("g",)), ("th", ("t", "d")), ("dh", ("d", "z")), ("ph", ("f",)), ("ck", ("k",)), ("cqu", ("k",)), ("qu", ("k",)),
    ("wr", ("r",)), ("kn", ("kn", "n")), ("zh", ("g", "z")), ("cz", ("t$", "z")), ("tz", ("ts", "tz")), ("dj", ("g",)),
    ("gn", ("n", "gn")), ("gli", ("l", "gl")), ("ge", ("g",)), ("ts", ("ts",)), ("sz", ("s", "$")), ("x", ("ks",)),
    ("b", ("b",)), ("d", ("d",)), ("f", ("f",)), ("g", ("g",)), ("h", ("h", "")), ("j", ("g", "", "x")), ("k", ("k",)),
    ("l", ("l",)), ("m", ("m",)), ("n", ("n",)), ("p", ("b",)), ("q", ("k",)), ("r", ("r",)), ("s", ("s", "z")), ("t", ("t",)),
    ("v", ("f",)), ("w", ("", "f")), ("z", ("z", "s")),
)  # fmt: skip
_SOFT: Final = frozenset("eiy")
_BY_FIRST: Final = {
    first: tuple(pair for pair in _LATIN if pair[0][0] == first) for first in {group[0] for group, _ in _LATIN}
}


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonant skeletons of one folded word, the likeliest first, at most ``MOST_SKELETONS``; none for digits alone."""
    if is_arabic(word):
        return _of_arabic(word)
    return _of_latin(word)


def _of_arabic(word: str) -> tuple[str, ...]:
    body = word[:-1] if word.endswith("ه") and len(word) > len("نص") else word
    letters = [_ARABIC.get(letter, letter if letter.isdigit() else "") for letter in body]
    whole = "".join(letters)
    forms = [whole]
    if body != word:
        forms.append(whole + "h")
    if "نغ" in body or "نج" in body or "نك" in body:  # يونغ for Young, the g of ng is heard or not
        forms.append(whole.replace("ng", "n"))
    return tuple(dict.fromkeys(form for form in forms if form))


def _of_latin(word: str) -> tuple[str, ...]:
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        letter = word[at]
        if letter.isdigit():
            parts.append((letter,))
            at += 1
            continue
        if letter == "c" and word[at : at + 2] not in {"ch", "ck", "cz"} and word[at : at + 3] != "cqu":
            following = word[at + 1 : at + 2]
            parts.append(("s", "k", "t$") if following in _SOFT and following else ("k",))
            at += 2 if following == "c" else 1
            continue
        for group, heard in _BY_FIRST.get(letter, ()):
            if word.startswith(group, at) and not (group == "ge" and at + 2 < len(word)):
                parts.append(_heard(word, at, group, heard))
                at += len(group)
                while at < len(word) and word[at] == group and len(group) == 1:
                    at += 1  # a doubled letter is one
                break
        else:
            at += 1
    return _few(parts)


def _heard(word: str, at: int, group: str, heard: tuple[str, ...]) -> tuple[str, ...]:
    """What a group may sound like at this place: an h that closes the word is silent, an s that opens it is no z."""
    if group == "h":
        if at == len(word) - 1:
            return ("", "h") if word[at - 1] == "a" else ("h", "")  # Jeddah, but Saleh
        return ("h",) if at == 0 else heard
    if group in {"s", "z"}:
        return heard[:1] if at == 0 else heard
    if group == "j" and at > 0 and word[at - 1] not in "aeiou":
        return ("", "g")
    return heard


def _few(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The likeliest ways through: every group first in its first reading, then one or two groups in another."""
    first = "".join(part[0] for part in parts)
    forms = {first: 0} if first else {}
    open_places = [place for place, part in enumerate(parts) if len(part) > 1]
    for place in open_places:
        for other in parts[place][1:]:
            form = "".join(other if here == place else part[0] for here, part in enumerate(parts))
            if form:
                forms.setdefault(form, len(forms))
    if len(open_places) == 2:  # noqa: PLR2004 - both in another reading; with more it is not worth the rows
        for one, two in product(parts[open_places[0]][1:], parts[open_places[1]][1:]):
            changed = {open_places[0]: one, open_places[1]: two}
            form = "".join(changed.get(here, part[0]) for here, part in enumerate(parts))
            if form:
                forms.setdefault(form, len(forms))
    return tuple(list(forms)[:MOST_SKELETONS])


_SPELT: Final = str.maketrans(
    {
        **_ARABIC, "ا": "a", "و": "u", "ي": "i", "ع": "a", "پ": "b", "ث": "t",
    },
)  # fmt: skip


@lru_cache(maxsize=65536)
def spelt(word: str) -> str:
    """A folded word in one rough Latin spelling for both scripts: few vowels (a, i, u), families of consonants."""
    if is_arabic(word):
        rough = word.translate(_SPELT)
        return rough[:-1] + "a" if word.endswith("ه") and len(word) > len("نص") else rough
    word = word[:-1] if word.endswith("ah") else word
    out: list[str] = []
    at = 0
    while at < len(word):
        heard, length = _vowel(word, at) if word[at] in _VOWELS else _consonant(word, at)
        out.append(heard)
        at += length
    return "".join(out)


_VOWELS: Final = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
_TWO_VOWELS: Final = {
    "ee": "i", "oo": "u", "ou": "u", "ow": "u", "ea": "i", "ie": "i", "ei": "ai", "ai": "ai", "ay": "ai", "aa": "a", "ii": "i",
    "uu": "u", "yy": "i",
}  # fmt: skip


def _vowel(word: str, at: int) -> tuple[str, int]:
    """The vowel there, and how many letters write it."""
    two = word[at : at + 2]
    return (_TWO_VOWELS[two], 2) if two in _TWO_VOWELS else (_VOWELS[word[at]], 1)


def _consonant(word: str, at: int) -> tuple[str, int]:
    """The consonant there in its likeliest reading, and how many letters write it."""
    letter, two = word[at], word[at : at + 2]
    if letter == "c" and two not in {"ch", "ck"}:
        return ("s" if two[1:] in _SOFT and two[1:] else "k"), (2 if two == "cc" else 1)
    for group, heard in _BY_FIRST.get(letter, ()):
        if word.startswith(group, at) and group not in {"ge", "gli", "gn", "kn"}:
            last = at + len(group)
            while len(group) == 1 and word[last : last + 1] == group:
                last += 1  # a doubled letter is one
            return heard[0], last - at
    return (letter if letter.isalnum() else ""), 1


@lru_cache(maxsize=65536)
def sounds_like(left: str, right: str) -> float:
    """How alike two folded words sound, 0 to 1, whatever their scripts: consonants count most, short vowels inside least.

    Arabic leaves short vowels out and always writes a last one, so that another ending tells words apart.
    """
    if is_arabic(left) == is_arabic(right):
        return _alike(left, right, spelt(left), spelt(right))
    arabic, latin = (left, right) if is_arabic(left) else (right, left)
    rough = spelt(arabic)
    alike = _alike(arabic, latin, rough, spelt(latin)) - _OTHER_END * _ends_otherwise(arabic, latin)
    if arabic.endswith("ي"):  # منى and مني are one when folded: it may be an a
        alike = max(alike, _alike(arabic, latin, rough[:-1] + "a", spelt(latin)))
    if (gulf := as_in_the_gulf(arabic)) != arabic:
        alike = max(alike, sounds_like(gulf, latin) - _IN_THE_GULF)
    return alike


def as_in_the_gulf(word: str) -> str:
    """A folded word with each ق as the g that it is in the Gulf and in Upper Egypt: قلوبكس is Globex, قوقل Google."""
    return word.replace("ق", "غ")


def _alike(left: str, right: str, one: str, two: str) -> float:
    if one == two:
        return 1.0
    whole = Levenshtein.normalized_similarity(one, two)
    vowels = Levenshtein.normalized_similarity(one.translate(_ONE_VOWEL), two.translate(_ONE_VOWEL))
    light = Levenshtein.normalized_similarity(_light(one), _light(two))
    bones_one, bones_two = one.translate(_NO_VOWELS), two.translate(_NO_VOWELS)
    bones = Levenshtein.normalized_similarity(bones_one, bones_two) if bones_one or bones_two else 0.0
    alike = 0.2 * whole + 0.2 * vowels + 0.2 * light + 0.4 * bones
    return alike + _SAME_SKELETON * (1.0 - alike) if set(skeletons(left)) & set(skeletons(right)) else alike


def _light(rough: str) -> str:
    """Without the vowels inside."""
    return rough[:1] + rough[1:-1].translate(_NO_VOWELS) + rough[-1:] if len(rough) > 1 else rough


def _ends_otherwise(arabic: str, latin: str) -> bool:
    """Whether one spelling closes with a vowel that is heard and the other with a consonant: Arabic writes a last vowel."""
    heard = latin[-1:] in "aiouy" or latin.endswith(("ee", "ah"))
    if not heard and latin.endswith("e"):
        return False  # silent or heard: nobody can tell
    return heard != (arabic[-1:] in "اويهع")


_OTHER_END: Final = 0.12
_IN_THE_GULF: Final = 0.03
"""So much less it counts: of two names the one with a k is meant."""


_SAME_SKELETON: Final = 0.3


_NO_VOWELS: Final = str.maketrans("", "", "aiu")
_ONE_VOWEL: Final = str.maketrans("iu", "aa")
