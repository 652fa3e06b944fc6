"""Ordinary words of both languages that reps use: function words, business words, verbs, days, months.

They are not taken for names, nor for misspelt ones (``crm.names.scan(text, is_ordinary)``). A record that is really called by
such a word (June, Follow Me Tours) is still found by its exact name; these words only never *resemble* one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from core.customers.folding import fold

_EN: Final = """
a about above actually after afternoon again ago all almost already also always am an and another any anyone anything are
around as asap ask at away back be because been before being below best better between big both but by can cant cannot
come could day days did didnt different do does doesnt done dont down due during each early eight either else end enough
even evening ever every everyone everything except far few final finally first five for four from full further get gets
getting give given gives go goes going gone good got great had half happy hard has hasnt have havent having he her here hers
hey hi him his hello how however i if im in instead into is isnt it its ive just keep kept kind knew know known last late later
least left less let lets like liked likes little long look looked looking looks lot lots made mainly make makes making many
matter may maybe me mean means meant might mine minute minutes month months more morning most much must my need needed
needs never new next nice night nine no nobody none noon not note noted notes nothing now number of off often ok okay old on
once one ones only onto or other others our ours out over own part past people per perhaps please point possible pretty
probably put quick quickly quite rather ready real really regarding right said same saw say says second see seem seems seen
sent set seven several shall she short should show showed since six small so some somebody someone something sometimes soon
sorry still stop such sure take taken takes taking talk talks tell ten than thank thanks that thats the their them then there
these they theyre thing things think third this those though thought three through till time times to today together told
tomorrow tonight too took top total toward tried true try trying turn two twice under until unless up upon us use used uses
using usually very via wait waiting want wanted wants was wasnt way we week weekend weekly weeks well went were werent what
whatever when where which while who whole whom whose why will wish with within without wont word work worked working works
would wouldnt yeah year years yes yesterday yet you your yours
accept accepted account add added agree agreed amount answer answered appointment approval approve approved arrange arranged
asked asking attend attended balance billing book booked booking boss bought brief bring brochure brought budget business busy buy buyer buying call
callback called calling calls cancel cancelled card case cash catalog catalogue change changed check checked cheap client clients close closed
closing colleague come comment commission company complain complained complaint complete completed confirm confirmed connected
contact contacts contract contracts cost costs customer customers data date deadline deal deals decide decided decision
declined delay delayed deliver delivered delivery demo demos department deposit design details director discount discuss
discussed discussing discussion distributor document documents dollars draft dropped email emailed emails employee employees
equipment estimate event expected expensive explain explained export extra factory feedback file finance find finish finished fix
fixed follow followed following followup followups forecast form forward forwarded free goods group handle handled happened
help helped history hold hour hours import info information install installation installed insurance interested interest
invited invite invoice invoices issue issues item items job join joined know lead leads license licenses line list lists load
location log logged logistics lost lunch machine machines mail main manager managers market marketing materials meet meeting
meetings mention mentioned message messages met million missed mobile model models money monthly move moved name negotiate
negotiation negotiating offer offered offers office offices official open opened operations opportunity option options order
ordered orders owner package paid paperwork partner partners party pay paying payment payments pending person phone phoned
pickup picked pieces pipeline place placed plan planned planning plans posted postpone postponed potential prefer prefers
presentation presented president price prices pricing priority private problem problems procurement product production products
project projects promised proposal proposals propose provide provided purchase purchased purchasing purpose quality quantity
quarter question questions quotation quotations quote quoted quotes rang rate reach reached read receive received recommend
record records refer referral referred refund refused register registered reject rejected remember remind reminded reminder
renew renewal renewed renewing rent repeat replace replied reply report reports request requested requests require required
requirements reschedule rescheduled research respond responded response restaurant result results return returned review reviewed
revised risk rollout sale sales salesman sample samples satisfied schedule scheduled seat seats secretary section security
seem sell seller selling send sending sends service services ship shipment shipped shop showroom sign signature signed signing site
size sms snooze sold solution source spec specs speak spoke spoken staff stage start started state status stay stock store
strategy subject submit submitted subscription suggest suggested supplier suppliers supplies supply support survey system tag
talked talking target task tasks tax team technical tender terms test tested texted ticket timeline title topic tour track
trade training transfer transferred travel trial truck trucks type unit units unhappy update updated updates urgent user users
value van vans vat vendor version visit visited visiting visits voicemail volume waits warehouse warranty website whatsapp win
winning won worth write writing wrote
mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep
sept oct nov dec january february march april june july august september october november december spring summer autumn winter
ramadan eid eod eow eom tmrw tmr mtg mtgs fu wip pls plz thx fyi btw re cc am pm hr hrs min mins wk wks yr yrs
"""
_AR: Final = """
في من على عن إلى الى مع بين حتى منذ مذ خلال بعد قبل تحت فوق عند عنده عندها عندهم عندي عندنا لدى لديه لديها لديهم لدينا لدي ضد حول نحو دون بدون
غير سوى مثل زي كما كأن لكن بل أو ام أم إذا اذا لو لولا أن إن انه أنه إنه أنها انها أنهم انهم لأن لان كي لكي قد لقد سوف ثم أيضا ايضا كمان برضو برضه بس فقط جدا مرة
كثير كتير شوي شوية قليل أكثر اكثر أقل اقل كل كله كلها كلهم بعض أي اي ايش إيش وش شو ايه إيه ليش ليه كيف متى وين فين أين اين كم مين منو من هو هي هم هن هما
أنا انا نحن احنا إحنا أنت انت إنت أنتم انتم هذا هذه هذي هاي هاد هذاك ذلك تلك هؤلاء الذي التي الذين اللي يلي ما لا لم لن ليس مش مو مب ماهو نعم ايوه أيوه اي لأ كلا
هنا هناك هنالك الآن الان الحين هلق هلأ دلوقتي توه توها لسه لسا للحين بعدين بعدها قبلها عشان علشان لأجل يعني طيب تمام ماشي اوكي أوكي شكرا شكر عفوا مرحبا
أهلا اهلا هلا السلام عليكم وعليكم سلام صباح مساء الخير النور حياك يا له لها لهم لنا لي لك به بها بهم بنا منه منها منهم منا مني عليه عليها عليهم علينا علي فيه
فيها فيهم إليه إليها إليهم معه معها معهم معنا معي كان كانت كانوا يكون تكون صار صارت صاروا يصير راح راحت راحوا رح حيكون بيكون جاء جا جت جو يجي تجي
أول اول ثاني ثالث آخر اخر الأول الثاني الأخير نفس واحد واحدة اثنين ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة مية مئة ألف مليون نص نصف ربع ثلث
يوم أيام ايام يومين أسبوع اسبوع أسابيع اسابيع أسبوعين شهر شهور أشهر اشهر شهرين سنة سنوات سنين ساعة ساعات ساعتين دقيقة دقائق وقت موعد مواعيد تاريخ اليوم أمس
امس البارحة مبارح إمبارح بكرة بكرا بكره غدا غد بعده القادم القادمة الجاي الجاية المقبل المقبلة الماضي الماضية اللي فات الفائت الصبح الصباح الظهر العصر المغرب العشاء الليلة
الليل المساء الفجر الضحى نهاية بداية منتصف وسط الأحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت احد اثنين ثلاثاء اربعاء خميس جمعة سبت
يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر كانون شباط آذار اذار نيسان أيار ايار حزيران تموز آب اب أيلول
ايلول تشرين محرم صفر ربيع جمادى رجب شعبان رمضان شوال ذو القعدة الحجة العيد عيد إجازة اجازة عطلة دوام الدوام
قال قالت قالوا يقول تقول قلت قلنا كلم كلمت كلمني كلمتني كلمتها كلمته كلمتهم أكلم اكلم يكلم تكلم نكلم تكلمت تكلمنا حكيت حكى اتصل اتصلت اتصلنا اتصال اتصالات يتصل
تتصل أتصل دق دقيت دقت رن رنيت هاتفت خابرت تواصل تواصلت تواصلنا يتواصل قابل قابلت قابلنا قابلني مقابلة لقاء التقيت اجتمع اجتمعت اجتمعنا اجتماع اجتماعات زار زرت
زرنا زارنا زيارة زيارات رحت رحنا أرسل ارسل أرسلت ارسلت ارسلنا يرسل رسل رسلت بعث بعثت بعت بعتت وصل وصلت وصلني وصلنا راسل راسلت راسلني كتب كتبت كتبوا رد ردت ردوا
يرد ترد رديت ردهم جاوب جاوبت طلب طلبت طلبوا يطلب تطلب طلبات الطلب يريد تريد يريدون أريد اريد أبغى ابغى ابي أبي نبي تبي يبي يبون تبغى يبغى يبغون عاوز عاوزة عاوزين
عايز عايزة عايزين بدي بدو بده بدها بدهم يحتاج تحتاج يحتاجون محتاج محتاجة محتاجين سأل سألت سألوا يسأل تسأل وافق وافقت وافقوا موافقة موافق رفض رفضت رفضوا قبل قبلت قبلوا
اعتذر اعتذرت أجل اجل أجلت أجلوا تأجيل ألغى الغي إلغاء الغاء ينتظر تنتظر بانتظار منتظر ناقش ناقشت ناقشنا نقاش اتفق اتفقت اتفقنا اتفقوا اتفاق وقع وقعت وقعوا توقيع دفع دفعت
دفعوا يدفع دفعة دفعات سدد حول حولت تحويل اشترى اشترت يشتري شراء باع بيع عرض عروض عرضت عرضنا سعر أسعار اسعار تسعيرة تسعير خصم تخفيض ميزانية فاتورة فواتير عقد عقود
صفقة صفقات عميل عملاء زبون زبائن شركة شركات مؤسسة مؤسسات مكتب مكاتب مدير مديرة مديرين موظف موظفة موظفين مسؤول مسؤولة مندوب مندوبة مبيعات مشتريات مالية محاسبة محاسب
مشروع مشاريع منتج منتجات بضاعة بضائع كمية كميات عينة عينات كتالوج كتالوق طلبية شحنة شحن توصيل تسليم مخزن مستودع فرع فروع محل معرض صيانة تركيب تدريب تجربة ضمان دعم خدمة خدمات
اشتراك تجديد جدد يجدد ترقية نظام برنامج جهاز أجهزة اجهزة معدات قطع مقاعد مقعد رخصة رخص حساب حسابات بريد ايميل إيميل رسالة رسائل واتساب جوال هاتف رقم أرقام مكالمة
مكالمات ملاحظة ملاحظات سجل سجلت سجلي تسجيل تابع تابعي متابعة متابعات متابعاتي نتابع أتابع ذكرني ذكريني تذكير فكرني مهمة مهام مهم مهمة عاجل ضروري خلص خلصت تم انتهى انتهت جاهز
جاهزة مشغول مشغولة مهتم مهتمة مهتمين محتمل محتملة مرشح جديد جديدة قديم قديمة خط المبيعات المسار مرحلة تفاوض نتفاوض مفاوضات ربح ربحنا ربحت فزنا كسبنا فوز خسر خسرنا خسارة منافس منافسين
سبب مشكلة مشاكل شكوى شكاوى زعلان زعلانة مبسوط راضي راضية غالي غالية رخيص رخيصة حلو حلوة ممتاز ممتازة كويس كويسة زين زينة سيء سيئة سريع سريعة بسرعة خاص خاصة عام عامة
أضف اضف ضيف ضف غير غيّر عدل عدلي احذف حذف امسح افتح اعرض ورني وريني دور ابحث بحث قائمة تقرير تقارير ملخص مساعدة تراجع الغ انقل نقل حط خلي خله خلها يخلي عندك لو سمحت
من فضلك رجاء الرجاء يوصل توصل يشوف تشوف شاف شافت شافوا نشوف شفت عرف عرفت يعرف تعرف فكر يفكر تفكر يفكرون قرر قررت قرروا يقرر قرار وعد وعدت وعدوا بدأ بدأت بدأوا يبدأ
يرجع ترجع رجع رجعت رجعوا نرجع أرجع ارجع اخذ أخذ أخذت أخذوا ياخذ يأخذ تأخذ أعطى اعطى عطيت عطاني اعطيت يعطي جرب جربت جربوا يجرب
"""


_ARTICLE: Final = "ال"
_SHORTEST_BARE: Final = 4
"""Letters that must be left when something is taken off: ليلى is not لـ and يلي."""


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """All of them, folded."""
    return frozenset(fold(_EN).split()) | frozenset(fold(_AR).split())


@lru_cache(maxsize=16384)
def is_ordinary(word: str) -> bool:
    """Whether a word (folded or not) is an ordinary one; an Arabic one also with و، ب، ل، ف، ك or the article before it."""
    known, folded = ordinary_words(), fold(word)
    if folded in known or not folded or "a" <= folded[0] <= "z":
        return folded in known
    bare = folded[1:] if folded[0] in "وفبلك" else ""
    if any(part.startswith(_ARTICLE) and len(part) > _SHORTEST_BARE and part[2:] in known for part in (folded, bare)):
        return True
    return any(len(part) >= _SHORTEST_BARE and part in known for part in (bare, bare.removeprefix("ل")))
