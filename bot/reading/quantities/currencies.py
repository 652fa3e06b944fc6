"""Currencies as people write them: signs, codes, names in both languages; and what is smaller than one of them.

Names that several countries share (dollar, riyal, dinar, dirham, pound, lira, rupee, pesos) mean the workspace's own currency
where it is one of them, else the one that most reps mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from bot.language.normalise import fold

SHARED: Final[dict[str, tuple[str, ...]]] = {
    "dollar": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "riyal": ("SAR", "QAR", "OMR", "YER", "IRR"),
    "dinar": ("KWD", "BHD", "JOD", "IQD", "LYD", "TND", "DZD"),
    "dirham": ("AED", "MAD"),
    "pound": ("GBP", "EGP", "SDG", "SSP"),
    "guinea": ("EGP", "GBP", "SDG"),
    "lira": ("LBP", "SYP", "TRY"),
    "rupee": ("INR", "PKR", "LKR", "NPR"),
}
"""Shared names, the commonest first. ``guinea`` stands for جنيه, which is Egypt's before it is Britain's."""

_NAMES: Final = {
    "dollar": "dollar dollars دولار دولارات دولارا $",
    "riyal": "riyal riyals rial rials ريال ريالات ريالا",
    "dinar": "dinar dinars دينار دنانير دينارا",
    "dirham": "dirham dirhams dhs dh درهم دراهم درهما",
    "pound": "pound pounds",
    "guinea": "جنيه جنيهات جنيها",
    "lira": "lira liras lire ليرة ليرات",
    "rupee": "rupee rupees rs روبية روبيات",
    "EUR": "euro euros يورو اورو € €ur",
    "GBP": "quid £ sterling استرليني",
    "JPY": "yen ¥",
    "CNY": "yuan renminbi rmb يوان",
    "ILS": "shekel shekels ₪ شيكل شيقل شواقل شواكل",
    "MYR": "ringgit ringgits rm رينغيت",
    "UAH": "hryvnia ₴",
    "INR": "₹",
    "TRY": "₺",
    "RUB": "ruble rubles rouble roubles ₽ روبل",
    "SAR": "\u20c1 ر.س ر.س. ر_س",
    "USD": "us$ usd$",
    "CAD": "c$ ca$",
    "AUD": "a$ au$",
    "EGP": "le l.e l.e. ج.م ج.م.",
    "AED": "د.إ د.إ.",
    "KWD": "kd د.ك د.ك.",
    "BHD": "د.ب د.ب.",
    "QAR": "ر.ق ر.ق.",
    "OMR": "ر.ع ر.ع.",
    "JOD": "jd jds",
    "LBP": "ل.ل ل.ل.",
    "SYP": "ل.س ل.س.",
    "CHF": "swiss_franc swiss_francs francs franc فرنك",
    "SEK": "kronor krona",
    "": "bucks buck",
}
"""By shared name, code, or nothing said (bucks); ``_`` is a space inside a name."""
_ADJECTIVES: Final = {
    ("dollar", "USD"): "us american u.s. امريكي امريكية امريكان",
    ("dollar", "CAD"): "canadian كندي كندية",
    ("dollar", "AUD"): "australian استرالي",
    ("dollar", "SGD"): "singapore",
    ("riyal", "SAR"): "saudi سعودي سعودية",
    ("riyal", "QAR"): "qatari قطري قطرية",
    ("riyal", "OMR"): "omani عماني عمانية",
    ("riyal", "YER"): "yemeni يمني",
    ("dinar", "KWD"): "kuwaiti كويتي كويتية",
    ("dinar", "BHD"): "bahraini بحريني بحرينية",
    ("dinar", "JOD"): "jordanian اردني اردنية",
    ("dinar", "IQD"): "iraqi عراقي عراقية",
    ("dinar", "TND"): "tunisian تونسي",
    ("dinar", "LYD"): "libyan ليبي",
    ("dinar", "DZD"): "algerian جزائري",
    ("dirham", "AED"): "uae emirati اماراتي اماراتية",
    ("dirham", "MAD"): "moroccan مغربي",
    ("pound", "EGP"): "egyptian",
    ("pound", "GBP"): "british sterling",
    ("guinea", "EGP"): "مصري مصرية",
    ("guinea", "GBP"): "استرليني استرلينية",
    ("guinea", "SDG"): "سوداني سودانية",
    ("lira", "LBP"): "lebanese لبناني لبنانية",
    ("lira", "SYP"): "syrian سوري سورية",
    ("lira", "TRY"): "turkish تركي تركية",
    ("rupee", "INR"): "indian هندية",
    ("rupee", "PKR"): "pakistani باكستانية",
    ("MYR", "MYR"): "malaysia malaysian",
}
_DUALS: Final = {
    "dollar": "دولارين دولاران",
    "riyal": "ريالين ريالان",
    "dinar": "دينارين ديناران",
    "dirham": "درهمين درهمان",
    "guinea": "جنيهين جنيهان",
    "lira": "ليرتين ليرتان",
}
_SMALL_WORDS: Final = (
    "cent cents c ¢ penny pennies pence p halala halalas fils piaster piasters piastre piastres sen sens kopek kopeks "
    "kopeck kopecks kopiyka kopiykas paisa paise "
    "سنت سنتات سينت سينتات هللة هللات فلس قرش قروش سنتا"
)
THOUSANDTHS: Final = frozenset({"KWD", "BHD", "OMR", "JOD", "IQD", "LYD", "TND"})
"""Currencies of three decimals: ``50.000 KWD`` is fifty."""
_SMALL_OF: Final = {
    "cent": "USD", "¢": "USD", "penn": "GBP", "pence": "GBP", "halala": "SAR", "هلل": "SAR", "سنت": "USD", "سينت": "USD",
    "sen": "MYR", "kop": "UAH", "قرش": "EGP", "قروش": "EGP", "pias": "EGP", "فلس": "AED", "fils": "AED", "pais": "INR",
}  # fmt: skip
_CODES: Final = (
    "AED AFN ALL AMD AOA ARS AUD AZN BAM BBD BDT BGN BHD BND BOB BRL BSD BWP BYN BZD CAD CHF CLP CNY COP CRC CUP CZK DKK "
    "DOP DZD EGP ETB EUR FJD GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KRW KWD KZT LAK "
    "LBP LKR LYD MAD MDL MGA MKD MMK MNT MUR MVR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SDG SEK SGD SOS SRD SSP SYP THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF "
    "YER ZAR ZMW"
)
_IN_SMALL_LETTERS: Final = (
    "AED BHD CHF CNY EGP EUR GBP INR IQD JOD JPY KWD LBP LYD MYR OMR PKR QAR SAR SEK SYP TND UAH USD YER ZAR"
)
_ANY_CASE: Final = frozenset(_IN_SMALL_LETTERS.split())
"""Codes that are no word of English in small letters; the others count in capitals only (ALL, TRY, TOP …)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A currency in a text. ``shared`` names are still to be decided; ``small`` is a hundredth (cents)."""

    start: int
    end: int
    name: str
    dual: bool = False
    small: bool = False

    def code(self, own: str) -> str | None:
        """The ISO code, None where the word says none (bucks). ``own`` is the workspace's currency."""
        shared = SHARED.get(self.name)
        if shared is not None:
            return own if own in shared else shared[0]
        return self.name or None

    def hundredth(self) -> Decimal:
        """What one of it is of its currency: a cent is 0.01."""
        return Decimal("0.01")


def _names() -> Iterator[tuple[str, str, str]]:
    """(folded word, meaning, sort of word)."""
    for meaning, listed in _NAMES.items():
        yield from ((word.replace("_", " "), meaning, "name") for word in fold(listed).split())
    yield from _with_adjectives()
    for name, duals in _DUALS.items():
        yield from ((word, name, "dual") for word in fold(duals).split())
    for word in fold(_SMALL_WORDS).split():
        yield word, next((code for key, code in _SMALL_OF.items() if word.startswith(fold(key))), ""), "small"
    yield from ((code.lower(), code, "code") for code in _CODES.split())


def _with_adjectives() -> Iterator[tuple[str, str, str]]:
    """``saudi riyal`` before the noun in English, ``ريال سعودي`` after it in Arabic."""
    for (noun, code), adjectives in _ADJECTIVES.items():
        nouns = [name for name in fold(_NAMES[noun]).split() if name.isalpha()]
        for adjective in fold(adjectives).split():
            for name in nouns:
                if name.isascii() == adjective.isascii():
                    yield (f"{adjective} {name}" if name.isascii() else f"{name} {adjective}"), code, "name"


_WORDS: Final = {word: (meaning, sort) for word, meaning, sort in _names()}


_TIGHT: Final = {word.replace(" ", ""): word for word in _WORDS}
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SIGNS: Final = re.compile(r"(?:(?<![^\W\d_])(?:usd?|ca?|au?))?\$|€(?:ur(?![^\W\d_]))?|[£¥₹₪₺₽₴¢\u20c1]")
_DOTTED: Final = re.compile(r"(?<![^\W\d_.])[^\W\d_]\.[^\W\d_](?![^\W\d_])\.?")
_SPACE: Final = re.compile(r"\s{1,3}")


def mentions(text: str, folded: str, offsets: list[int]) -> list[Mention]:
    """The currencies named in a text (``folded`` and ``offsets`` are its fold), in order, the longest name at each place."""
    spans = [(sign.start(), sign.end(), sign[0]) for sign in _SIGNS.finditer(folded)]
    if "." in folded:
        spans += [(dotted.start(), dotted.end(), dotted[0]) for dotted in _DOTTED.finditer(folded)]
    taken = {at for start, end, _ in spans for at in range(start, end)}
    letters = [run for run in _LETTERS.finditer(folded) if run.start() not in taken]
    skip = False
    for run, following in zip(letters, [*letters[1:], None], strict=False):
        if skip:
            skip = False
        elif (
            following
            and _SPACE.fullmatch(folded, run.end(), following.start())
            and (key := f"{run[0]} {following[0]}") in _WORDS
        ):
            spans.append((run.start(), following.end(), key))
            skip = True
        elif key := known(run[0]):
            spans.append((run.start(), run.end(), key))
    found: list[Mention] = []
    for start, end, key in sorted(spans):
        meaning, sort = _WORDS.get(key, ("", ""))
        first, last = offsets[start], offsets[end]
        typed = text[first:last]
        if sort and not (sort == "code" and meaning not in _ANY_CASE and typed.upper() != typed):
            found.append(Mention(first, last, meaning, dual=sort == "dual", small=sort == "small"))
    return found


@lru_cache(maxsize=16384)
def known(word: str) -> str:
    """The listed form of a word, with بـ and the article taken off (بالريال); empty for any other word."""
    if word in _WORDS:
        return word
    for key in (word.removeprefix("بال"), word.removeprefix("ال"), word.removeprefix("ب")):
        if key in _WORDS:
            return key
    return _TIGHT.get(word, "")
