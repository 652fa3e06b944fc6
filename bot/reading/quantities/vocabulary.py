"""Words that make a number, go on with it, or say that it counts things and not money. All are folded."""

from __future__ import annotations

from typing import Final

from bot.language import numbers_ar as ar
from bot.language import numbers_en as en
from bot.language.normalise import fold

_THINGS: Final = """
unit units piece pieces pcs item items people person persons employee employees staff follower followers user
users seat seats license licenses licence licences sqm sqft meter meters metre metres m2 km kg kilo kilos ton
tons tonne tonnes litre litres liter liters box boxes carton cartons pallet pallets pack packs bag bags view
views visit visits mile miles step steps customer customers client clients time times hour hours minute
minutes min mins day days week weeks month months year years percent pages page copies copy rooms room
branch branches store stores shops car cars van vans truck trucks trip trips order orders call calls words
call meeting meetings
قطعة قطع متر مترا كيلو كجم طن شخص اشخاص موظف موظفين مستخدم مستخدمين وحدة وحدات مقعد مقاعد كرتون كراتين حبة
حبات متابع مرة مرات عميل عملاء ساعة ساعات دقيقة دقائق يوم أيام أسبوع شهر أشهر سنة سنوات بالمئة بالمية بالمائة صندوق
صناديق علبة علب كيس أكياس صفحة نسخة طلب طلبات شكر مبروك تحية سيارة سيارات غرفة غرف فرع فروع زيارة لتر
"""
COUNTED: Final = frozenset(fold(_THINGS).split())
"""After these a number is a count: 12 thousand users, ٣٠٠ مقعد."""

ARABIC_NUMBERS: Final = frozenset(
    {*ar.UNITS, *ar.TENS, *ar.HUNDREDS, *ar.SCALES_ALONE, *ar.WHOLE_WORDS, *ar.LEADING_FRACTIONS}
)
NUMBER_WORDS: Final = ARABIC_NUMBERS | {
    *en.ONE, *en.UNITS, *en.TENS, *en.HUNDRED, *en.SCALES_ALONE, *en.WHOLE_WORDS, *en.LEADING_FRACTIONS,
    *(ar.AND + word for word in ARABIC_NUMBERS),
}  # fmt: skip
"""What a spelt number may begin with."""
CONTINUES: Final = NUMBER_WORDS | {
    *en.SCALES, *en.SHORT_SCALES, *ar.SCALES, *ar.COUNTS, *ar.TEENS, *ar.FRACTIONS, *en.FRACTIONS, en.AND, ar.AND, en.POINT,
    ar.POINT, "of",
    *(ar.AND + word for word in (*ar.TENS, *ar.HUNDREDS, *ar.SCALES, *ar.FRACTIONS, *ar.WHOLE_WORDS, *ar.COUNTS)),
}  # fmt: skip
"""What a number may go on with."""
BEFORE_FIGURES: Final = frozenset({en.AND, ar.AND, en.POINT, ar.POINT})
"""After these a number may go on in figures: ٥ آلاف و٥٠٠."""
_TWO_OF_A_CURRENCY: Final = "دولارين دولاران ريالين ريالان دينارين ديناران درهمين درهمان جنيهين جنيهان ليرتين ليرتان"
TELLING: Final = NUMBER_WORDS | set(fold(_TWO_OF_A_CURRENCY).split())
"""Without one of these, or a figure, a text has no amount."""
