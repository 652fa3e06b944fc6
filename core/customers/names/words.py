"""Words that weigh little in a name: forms of company, articles, links, lines of business, and ordinary words.

All are folded. The larger list of a rep's everyday words is the reader's; what stands here is the least that the search in a
sentence needs so as not to take a verb, a day or an everyday noun for a customer.
"""

from __future__ import annotations

from typing import Final

from core.customers.folding import fold


def _folded(*texts: str) -> frozenset[str]:
    return frozenset(fold(word) for text in texts for word in text.split())


# A name without these is the same name (score 97): the legal form, and what Arabic puts before nearly every company's name.
FORMS: Final = _folded(
    """
    inc incorporated ltd limited llc llp lp plc corp corporation co company companies coy pty pvt pte private gmbh ag kg sa
    sarl sas spa srl bv nv ab oy oyj as aps kk kft sro doo jsc pjsc ojsc psc ksc ksa wll fzc fze fzco fzllc est
    establishment group holding holdings the
    شركة شركه شركات مؤسسة موسسه مجموعة مكتب مصنع القابضة المحدودة المساهمة ذمم مذمم شمم شذم شمل شمك منشأة
    """,
)
# What may follow a name where its record has none, without making it another name.
AFTER: Final = _folded(
    "inc incorporated ltd limited llc llp plc corp corporation company group holding holdings القابضة المحدودة"
)
# The article of a name, where it stands alone, and family words that are spelt joined or apart.
ARTICLES: Final = _folded("al el ul ال آل")
# Words that link.
LINKS: Final = _folded("and n و")
# Lines of business: shared by many names, so that one of them alone, or a difference in one of them, tells little.
TRADES: Final = _folded(
    """
    trading trade contracting contractors construction general services service solutions systems technologies technology
    tech industries industrial industry international global enterprises enterprise consulting consultants consultancy
    partners associates foods food energy capital financial bank bancorp trust insurance realty properties property estate
    real investments investment development pharma pharmaceuticals therapeutics medical health healthcare clinic hospital
    labs laboratories software digital media marketing logistics transport transportation shipping travel tours tourism
    hotel hotels resort restaurant restaurants cafe coffee bakery kitchen catering school academy university college
    motors auto automotive parts spare steel metals design designs fashion cosmetics beauty events security staffing
    packaging print printing tiles furniture electronics electric electrical engineering factory supplies supply store
    stores market markets mart shop pharmacy fitness gym dental garage sports studio studios center centre middle east gulf
    arabia arabian saudi agency office
    للتجارة التجارية للمقاولات المقاولات العامة للصناعة الصناعية الدولية العالمية للخدمات خدمات للاستثمار الاستثمارية للنقل
    النقل للتطوير التطوير العقاري العقارية للعقارات للتقنية التقنية لتقنية تقنية المعلومات للأدوية للإلكترونيات للأغذية
    الأغذية للسياحة السفر والسفر للسفر والتجارة والمقاولات والخدمات والاستثمار للاستشارات الاستشارات الطبية للتأمين للتسويق
    للدعاية والإعلان للإعلان الحديثة الأولى المتحدة الوطنية السعودية العربية الخليج الخليجية الشرق مطعم مطاعم مقهى كافيه كوفي
    مخبز حلويات صيدلية مستشفى عيادة عيادات مجمع مدرسة مدارس جامعة معهد اكاديمية فندق متجر محل محلات معرض سوق اسواق سوبرماركت
    بقالة ورشة كراج صالون نادي مركز بنك دار بيت مغسلة
    """,
)
# Names that are written apart or joined: عبد الله and عبدالله, Abdul Rahman and Abdulrahman, أبو ظبي.
OPENERS: Final = _folded("عبد ابو بو abd abdul abdel abdal abdur abdu abu")
_ABD: Final = _folded("abd abdul abdel abdal abdur abdu عبد")

# Days, months, feasts and the like: names of people as well (June, شهد العمري's رمضان), so a match on one alone is flagged.
CALENDAR: Final = _folded(
    """
    sunday monday tuesday wednesday thursday friday saturday sun mon tue tues wed thu thur thurs fri sat january february
    march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    ramadan eid easter christmas spring summer autumn fall winter dawn morning noon evening night am pm
    الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت أحد اثنين ثلاثاء اربعاء خميس جمعة سبت يناير فبراير مارس أبريل
    ابريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين محرم صفر ربيع
    جمادى رجب شعبان رمضان شوال القعدة الحجة عيد العيد فجر الفجر صباح الصبح ظهر الظهر عصر العصر مغرب المغرب عشاء العشاء مساء ليل
    """,
)
ORDINARY_ENGLISH: Final = _folded(
    """
    a about above accept accepted account across action actually add added address after afternoon again against ago agree
    agreed ahead air alias all almost alone along already also always amount an and another answer answered any anyone anything
    apartment app appointment approve approved are area around arrange arrived as ask asked asking asks assign at available away
    back bad bag bank based be because become been before began begin behind being below best better between big bigger bill
    black blue board book booked born both bought box boxes boss brand branch brief bring brochure broken brought brown budget
    build building bulk bundle business busy but buy buyer by cable cables call callback called caller calling calls came can
    cancel cancelled canceled car card care cars case cash catalog catalogue center certain chair chairs chance change changed
    chase chased chat chatted cheap check checked chicken child choose church city class clean clear client clients clock close
    closed closing clothes cloud coffee cold colleague collect color colour colours come comes coming company complain
    complained complete computer concern confirm confirmed contact contacted contacts continue contract contracts cook cool
    copy copper corner cost costs could count country couple course cover covers create cup current customer customers cut
    daily dark data date day days deal deals dear decide decided decides decision deep delay delayed delete deliver delivered
    delivery demo demos department deposit desk desks detail details did didnt different digest dinner direct discount discuss
    discussed do does doesnt doing done dont door double doubt down draft drink drive driver drop dropped dry due during each
    early earlier east easy eat edit eight eleven else email emailed emails employee empty end ended engine enough enter entry
    eod especially even ever every everyone everything exact example except exchange excited expect expected expensive explain
    export extra eye face fact fair family far farm fast fax feel feet few field fifteen fifty figure file files final finally
    finance find fine finish finished fire firm first fish five fix fixed flat flight floor flow fly folder follow followed
    following followup food foot for force form forms forty forward forwarded found four framework free fresh friend friends
    from front fu full fun further future game gave general get gets getting gift give given gives giving glad go goes going
    gold gone good got grand great green greeting grinder ground group grow guard guards guy had half hand handed hands happen
    happened happy hard has have having he head hear heard heat heavy held hello help her here hers hey hi high him his history
    hit hold holiday home hope hot hotel hour hours house how however hundred hurry i idea if ill im image important in
    industry info information inside install installed instead interest interested internet into introduce invoice invoices
    is isnt issue issues it item items its job join joined just keep kept key keys kick kid kind king kitchen knew know known
    lack lady land large last late later latest law lead leads learn least leave left legal less let lets letter level lift
    light like liked likes line link list lists little live local location lock log logo long look looked looking looks lose
    lost lot lots love low lunch machine made mail main maintenance make makes making man manager many mark market materials
    matter may maybe me mean means measure media meet meeting meetings member memo men mention mentioned menu message messaged
    messages met middle might mile milk million min mind mine mins minute minutes miss missed mobile model money month monthly
    months more morning most mostly move moved moves moving mr mrs ms mtg much must mute my name named names near need needed
    needs negotiation network never new news next nice nine no nobody none normal north not note noted notes nothing notice
    now number numbers of off offer offered offers office offices often ok okay old olive on once one ones only open opened
    opening opens option options or orange order ordered orders other others our out outside oven over overdue own owner
    package paid pallet pallets panel panels paper paperwork park part parts party past pay paying payment payments pen
    pending people per perfect person phone phoned phones photo pick picked picture piece pieces pilot pink pipeline place
    plan planned plans plant please plus point policy poor popular position possible post power prefer prepare present
    presentation press pretty price prices pricing prime print printed printer printers priority private prob probably problem
    problems process procurement product products profit project promised promotion proper property proposal protect prove
    public pull purchase purchasing push put quality quarter question questions quick quickly quiet quit quite quotation quote
    quoted quotes rain ran rang range rate rather reach reached read ready real really reason receipt received recent red
    refund refused regarding region regular reject rejected relation remember remind reminder reminders remove rename renewal
    rent repair reply replied report request requested reschedule rest result return returned rich ride right ring rise river
    road rock role roll room rooms rose round route row rule run running rush safe safety said sale sales same sample samples
    sat save saw say saying says scan schedule scheduled school science score screen screens sea search season seat second
    section security see seem seen select sell send sending sends sense sent separate serious serve service services session
    set seven several shared she sheet ship shipment shipped shipping shop short should show showed shown sick side sign signed
    signature simple since single sir sister sit site sites situation six size skip slow small smart snooze so sold solid some
    somebody someone something sometimes soon sorry sort sound source south space spare speak special specs speed spent spoke
    spoken spot square staff stage stand star start started starts state station stay step still stock stone stop stopped
    store story straight street strong study stuff style subject such sugar suggest suit sunny super supplier suppliers supply
    support sure surprise swap system table tablets tag take taken takes taking talk talked talking tall target task tasks tax
    team tell ten tender term terms test tested text texted thank thanks that thats the their them then there these they
    theyre thing things think third thirty this those though thought thousand three through till time times tiny tip tired to
    today todo together told tomorrow tmrw tmw tonight too took top total touch tour town track trade traffic train training
    transfer travel travels trial trip trouble truck trucks true trust try trying turn turned twelve twenty twice two type
    under undo union unit units until unveil up update updated upset urgent us use used useful user using usual vacation value
    van vans various very via video view visit visited visiting vm voice voicemail wait waited waiting walk wall want wanted
    wants warehouse warm warranty was wash watch water way we weather web website week weekend weekly weeks weight welcome well
    went were west what whats whatsapp whatsapped when where whether which while white who whole whom whose why wide wife will
    win wind window wish with within without woman won wonder wont word work worked working works world worry worth would write
    wrong wrote yard year yearly years yellow yes yesterday yet you young your yours zero zone zoom re cc w ppl pls plz thx asap
    gm hr hrs mins wks mths amt inv qty bday btw fyi imo omg lol haha hmm ya yeah yep nope na
    """,
)
ORDINARY_ARABIC: Final = _folded(
    """
    في من على الى عن مع بعد قبل عند حتى بين تحت فوق خلال ضد بدون حول مثل غير سوى كل بعض جميع اي هذا هذه ذلك تلك هنا هناك الذي
    التي الذين هو هي هم هن انا نحن انت انتم انتي انه انها انهم اني ان لو اذا لكن بل او ام ثم قد لقد سوف لم لن لا ما ليس ليست كان
    كانت كانوا يكون تكون صار صارت اصبح يا اه نعم ايه ايوه لسه توي توه الحين الان هلق هلا دلوقتي اليوم النهارده بكرة بكره بكرا
    باجر غدا امس امبارح البارح البارحة الجاي الجاية القادم القادمة الماضي الماضية الاسبوع اسبوع اسبوعين شهر شهرين الشهر سنة السنة
    يوم يومين ايام الايام ساعة ساعتين الساعة ساعات دقيقة دقايق دقائق نص نصف ربع ثلث الا وربع ونص صباحا مساء الليلة الليل الصباح
    كلمت كلم كلمني كلمته كلمتها اكلم تكلم تكلمت مكالمة مكالمات اتصلت اتصل اتصال دقيت دق رن رنيت حكيت حكى احكي هاتفت خابرت
    قابلت قابل اقابل مقابلة اجتمعت اجتماع اجتماعات زرت زار ازور زيارة زيارات رحت جيت طالع رايح جاي وصل وصلت وصلني مريت
    ارسلت ارسل ارسال راسلت راسلني رسالة رسائل ايميل ايميلات واتساب واتس بعثت بعت ابعث تابع متابعة متابعات متابعاتي ذكرني
    ذكرنى فكرني فكرنى تذكير تذكيرات سجل سجلت سجلي تسجيل ملاحظة ملاحظات نوت مهمة مهام مهامي موعد مواعيد صفقة صفقات عرض عروض العرض
    سعر السعر اسعار الاسعار تسعيرة التسعيرة فاتورة الفاتورة فواتير عقد العقد عقود خصم الخصم طلب طلبت طلبوا الطلب طلبات الطلبية
    طلبية دفع دفعوا دفعت دفعة يدفع تحويل وافق وافقت وافقوا موافق موافقة رفض رفضت رفضوا مشغول ما رد ردت ردوا يرد الرد جواب
    يبي تبي يبون ابي نبي ابغى يبغى تبغى يبغون بغى عايز عايزة عايزين عاوز بدو بدها بدهم بدي بدنا يريد تريد يريدون اريد نريد
    يحتاج تحتاج يحتاجون نحتاج احتاج ناقص ناقصهم محتاج محتاجين مهتم مهتمة مهتمين جديد جديدة الجديد الجديدة قديم كبير كبيرة صغير
    مهم مهمه عاجل ضروري جاهز جاهزة تمام طيب زين كويس حلو ممتاز شكرا مشكور يعطيك العافية السلام عليكم مرحبا اهلا هلا صباح
    الخير النور كيف كيفك حالك شلونك وش ايش شو ايه مين متى وين فين ليش ليه كم هل عشان علشان بخصوص لان لانه بس فقط ايضا كمان
    برضو جدا مرة كثير قليل شوي شوية اول ثاني ثالث اخر الاخر واحد اثنين اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة عشر
    عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين مية مئة مائة الف الاف مليون ثنتين احدعش اثنعش ريال دولار درهم دينار جنيه
    عميل عملاء العميل زبون شركة الشركة مؤسسة مدير المدير مديرة المالك مهندس موظف رقم رقمه الرقم جوال تلفون هاتف عنوان موقع
    قائمة تقرير مساعدة تراجع الغاء الغ احذف حذف غير عدل تعديل اضف اضافة ضيف جهة جهزني جهز تاريخ تم خلصت خلص انتهى اجل تاجيل
    نقل انقل ربحنا خسرنا كسبنا محتمل انستقرام تويتر معرض شاي قهوة غداء عشاء اكل لو سمحت فضلك من اللي الي يعني خلاص والله ان
    شاء الله يارب الحمد لله زيادة نقص تجربة مجانية تجديد التجديد صور صورة كتالوج عينات عينة كراسي كرسي شاشات شاشة طابعات طابعة
    اجهزة الاجهزة جهاز الجهاز قفازات فرن صحن صحون علبة علب كرتون كراتين حبر مسودة ملف ملفات اكواب جيب خذ اعطى اعطاني عطني سلمت
    سلمتهم ركبنا ناقشنا ناقش عجبهم اعجبهم راجع اراجع شاف شفت شوف نشوف قال قالت قالوا يقول سال سالت حضر حضرت جلست جلسة لقاء ورشة
    سيارة سيارات مكتب المكتب فرع الفرع بيت محل مصنع مدرسة مطعم صيدلية سوق السوق بضاعة شحن شحنة توصيل مخزن مستودع ميزانية
    مشروع المشروع مشاريع مناقصة عطل مشكلة شكوى صيانة ضمان خدمة خدمات نظام برنامج موقع حساب بنك شيك كاش نقد قسط اقساط
    """,
)
ORDINARY: Final = ORDINARY_ENGLISH | ORDINARY_ARABIC | CALENDAR


def plain(token: str) -> str:
    """A token without the Arabic article glued to it (الأمل → امل), where enough of it is left."""
    if len(token) >= len("النص") + 1 and token.startswith("ال"):
        return token[2:]
    if len(token) >= len("للنص") + 1 and token.startswith("لل"):
        return "ل" + token[2:]
    return token


PLAIN_FORMS: Final = frozenset(FORMS | {plain(word) for word in FORMS})
PLAIN_TRADES: Final = frozenset(TRADES | {plain(word) for word in TRADES})


def core(words: list[str]) -> list[str]:
    """What tells a name apart: its folded words without company words, articles and links; joined where spelling varies.

    ``شركة الأمل`` is ``امل``, ``Al Amal Trading Co.`` is ``amal trading``, ``عبد الكريم`` is ``عبدكريم``. A name that would
    have nothing left keeps its words.
    """
    kept: list[str] = []
    opener = ""
    for word in words:
        if word in ARTICLES or word in LINKS:
            continue
        if opener:
            kept.append(_opened(opener, plain(word)))
            opener = ""
        elif word in OPENERS:
            opener = word
        elif word not in FORMS and plain(word) not in PLAIN_FORMS:
            kept.append(_compound(plain(word)))
    if opener:
        kept.append(opener)
    return kept or [plain(word) for word in words]


def _opened(opener: str, word: str) -> str:
    if opener in _ABD:
        if word.startswith(("al", "el")) and len(word) >= len("allah"):
            word = word[2:]
        return ("عبد" if opener == "عبد" else "abd") + word
    return opener + word


def _compound(word: str) -> str:
    """``عبدالكريم`` and ``Abdulkarim`` written as one, as if they had been written as two."""
    if word.startswith("عبدال") and len(word) >= len("عبدالله"):
        return "عبد" + word[5:]
    if word.startswith(("abdul", "abdel", "abdal")) and len(word) > len("abdulxx"):
        return "abd" + word[5:]
    return word
