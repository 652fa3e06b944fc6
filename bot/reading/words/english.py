"""English words of reps, by what they mean. One sense per line, alternatives apart by ``|``; compared folded, typos forgiven.

A typo is forgiven in words of four letters and more (``caled``, ``remnder``), never in shorter ones.
"""

from __future__ import annotations

DONE = {
    # verbs of something that happened; the rep is the one who did it, unless somebody else stands before the verb
    "call": """called|hung up with|just hung up with|cld|phoned|telephoned|rang|rung|dialed|dialled|cold called|facetimed|followed up with|followed up|checked in with|checked back with|touched base with|circled back with|spoke on the phone with|spoke on the phone to
        |spoke on phone with|spoke on the phone|spoke by phone with|talked on the phone with|spoke with|spoke to|spoke|spoken to|spoken with
        |talked to|talked with|reached|got hold of|was on the phone with|got off the phone with|gave a call to|caught up with
        |tried calling|tried to call|tried|connected with|discussed with|chatted with""",
    "meeting": """met with|met up with|met|sat down with|sat with|had lunch with|had coffee with|had dinner with|had breakfast with|zoomed with|zoomed
        |demoed|demoed to|demoed for|presented to|presented|pitched to|pitched|saw""",
    "visit": """visited|stopped by|dropped by|dropped in on|dropped in at|dropped into|popped in at|popped into|popped in|popped by|popped over to|dropped off at|nipped into|headed to|stopped at|stopped in at|passed by|swung by|went to|went by
        |went over to|was at|came by|came over|toured|just left""",
    "email": "emailed|e mailed|mailed|wrote to|sent an email to|sent email to|replied to|sent|forwarded",
    "message": """messaged|texted|whatsapped|whats apped|whatsaped|smsed|sms ed|pinged|dmed|dm ed|wrote on whatsapp to|wrote|telegrammed|slacked
        |sent a message to|sent a text to|sent a whatsapp to|voice noted""",
}

SENDS = "send|sent|forward|forwarded|reply to|replied to"
"""Verbs of sending: what is sent, and how, other words say."""

NOUNS = {
    # things to log; they need ``log``, ``with``, a name beside them, or a colon
    "call": "call|phone call|phonecall|calls|ph call|tel call|cold call|video call|zoom call|teams call|vm|voicemail|voice mail|tele call|callback call|conf call|conference call",
    "meeting": """meeting|mtg|catch up|catchup|appointment|appt|meet|mtng|demo|demonstration|presentation|lunch|coffee|dinner|breakfast|lunch meeting|coffee meeting|zoom meeting
        |teams meeting|video meeting|online meeting|zoom|negotiation meeting|kickoff|workshop|lunch mtg|session""",
    "visit": "visit|site visit|field visit|office visit|store visit|onsite|on site visit|walk in",
    "email": "email|e mail|mail",
    "message": "message|msg|text|sms|whatsapp|wa|dm|whats app|whatsapp message|text message|voice note|voice message|chat",
    "note": "note|notes|quick note|private note|memo|comment|remark",
}

PLAIN_VERBS = {
    # said of what is to come (``to call``, ``call him tomorrow``); a log only with more that says so
    "call": "call|phone|ring|dial|speak to|speak with|talk to|talk with|reach out to|reach|contact",
    "meeting": "meet|meet with|see|sit with|present to|demo",
    "visit": "visit|stop by|drop by|go to|pass by",
    "email": "email|e mail|mail|write to|send|reply to|forward",
    "message": "message|text|whatsapp|ping|sms",
}

LOG = "log this|note this|record this|log that i|log that we|record that i|record that we|note that i|log that|record that|log|record|add|note down|register|save|logged|enter|put|jot down"
"""Openers of a log: ``log call with``."""

FROM_THEM = """got a call from|received a call from|got call from|got an email from|received an email from|got a message from|received a message from
    |got a text from|got a whatsapp from|got an e mail from|heard from|heard back from|incoming call from|inbound call from|missed call from|missed a call from|just missed a call from|call from
    |email from|message from|text from|whatsapp from|got a visit from|mail from|msg from|got a mail from|received call from|received email from
    |received message from|visit from|got a voicemail from|voicemail from"""
"""The other side began: the name comes after."""

FOLLOW = """follow up with|follow up on|follow up|followup with|followup|fu|f u|fup|flw up|folow up|follow up call with|follow up call
    |call back|callback
    |want to call him back|want to call her back|need to call him back|need to call her back|call him back|ring him back|call him again|call her back|ring her back|call her again|call them back|ring them back|call them again|ring back|call again|try again|try|check back with|check back|check in with|circle back with|circle back|touch base with
    |touch base|chase|chase up|nudge|nudge him|nudge her|nudge them|ping him|ping her|ping them|give him a nudge|give her a nudge|poke|get back to|revert to|ping again|set up a call with|set up a meeting with|set up a demo with|set up a visit to|set up a call|set up a meeting|schedule a follow up|schedule a call with|schedule a call|schedule a meeting with
    |schedule a meeting|schedule a visit to|schedule|book a meeting with|book a call with|book a demo with|arrange a meeting with|arrange a call with
    |next step|next steps|next action|next call|next meeting|next visit|next contact|next touch"""
"""A next step for a customer."""

REMIND = """remind me to|remind me about|rmnd me to|rmnd me|remind me of|remind me|remind us to|remind us|reminder to|reminder for|reminder|set a reminder to
    |set a reminder for|set a reminder|set reminder|set reminder to|add a reminder to|add a reminder|add reminder|create a reminder|remember to|remember
    |dont forget to|don't forget to|don't let me forget to|dont let me forget to|dont let me forget|dont forget|don't forget|make sure i|ping me to
    |ping me|nudge me to|nudge me|tell me to|alert me to|alert me|remind me that i need to|remind me that i have to|i need to|i have to|i must|i should
    |need to|must|notify me to|notify me|wake me|remind|reming me to|rmd me to|rmd me|remind me 2"""
"""A reminder; a customer is not required."""

TASK = (
    "task for me|todo for me|task|todo|to do|new task|add task|add a task|create a task|create task|new todo|add todo"
)

STAY = "stay in touch with|keep in touch with|keep touch with|stay in contact with"

OUTCOMES = {
    "no_answer": """no answer|no ans|no asnwer|didn't answer|didnt answer|did not answer|doesn't answer|does not answer|doesnt answer|didn't pick up
        |didnt pick up|did not pick up|not picking up|not answering|no reply|no response|unanswered|na|didn't respond|didnt respond|did not respond
        |nobody answered|no one answered|no pick up|went to voicemail|phone off|phone is off|unreachable|not reachable|couldn't reach|could not reach
        |couldnt reach|was not there|wasn't there|not available|rang out|no luck""",
    "left_message": """left a voicemail|left voicemail|left a voice mail|left a vm|left vm|left a message|left message|left a msg|left msg|vm left
        |voicemail left|message left|left him a message|left her a message|left them a message|left him a voicemail|left her a voicemail
        |left them a voicemail|left a voice message|left a voice note|lvm""",
    "busy": "busy|were busy|they were busy|he was busy|she was busy|line busy|line was busy|was busy|busy line|number busy|engaged",
    "wrong_number": "wrong number",
}

OPENERS = """hello|hey bot|hi bot|bot|daftar|hi|hey|hi there|good morning|good afternoon|good evening|morning|ok|okay|so|well|right|just|i|we|i've|ive|i have|we have|i had|we had
    |i just|we just|quick|please|pls|plz|kindly|also|then|and|btw|fyi|today i|had|have|did|made|finished|done|a|an|the|my|our|another|first
    |second|third|quick note from the road|quick note|update|quick update|can you|could you|would you|short|long|brief|good|great|nice|in|out
    |inbound|outbound|outgoing|got|came back from|coming out of|just left|back from|just finished|finally|got off|off|after|weekly|monthly|new
    |phone|on|ended|wrapped up|completed|intro|introductory|kind|dear|man|guys|er|um|uh|really|actually|by the way|private|for|lasting|lasted|about an"""
"""Words around the verb that carry no meaning of their own; a bot is spoken to politely."""

LINKS = "with|w|to|at|from|of|for|@|by|on|in|re|the|and|&|n|his|her|their|over|via|mr|mrs|ms|dr|eng|miss|sheikh|then|also|guys|guy|team|people|folks|office"
"""Words that tie a verb to whom it was about."""

BESIDE = "with|w|to|at|from|for|@|of"
"""A name comes right after these."""

ABOUT = "about|re|regarding|concerning|on"

NOTE_STARTS = """they|he|she|we|it|you|i|who|which|that|this|there|their|his|her|wants|want|wanted|needs|need|needed|asked|asks|asking|ask|said|says|say
    |told|tells|about|regarding|concerning|because|since|is|was|will|would|are|were|has|have|had|no|not|can|cannot|can't|could|should|agreed|approved
    |approves|accepted|accepts|confirmed|confirms|rejected|declined|interested|likes|liked|loves|loved|happy|unhappy|angry|very|really|but|so|requested
    |requests|requires|required|looking|thinking|considering|complained|complains|complaining|promised|paid|pays|pay|signed|ordered|orders|bought|buying
    |got|going|gave|give|gives|sent|sends|waiting|wait|ready|still|all|budget|price|pricing|quote|invoice|contract|order|deal|please|pls|don't
    |doesn't|didn't|dont|doesnt|didnt|won't|wont|its|it's|he's|she's|they're|they've|everything|nothing|good|great|bad|went|seems|seemed|also|decided
    |decides|deciding|postponed|cancelled|canceled|delayed|moved|left|visiting|checking|discussed|discussing|sells|opened|opens|open|closed|mentioned
    |explained|explains|prefers|prefer|hopes|worried|wondering|inquired|enquired|planning|plans|plan|expects|expecting|reported|reports|following
    |if|when|while|where|what|why|how|whether|too|as|than|then|full|another|more|less|payment|meeting|call|demo|new|old|same|next|last|again"""
"""Words at which an unknown name surely ends and the note begins."""

MISSING_WHOM = "him|her|them|it"

PRONOUNS = "him|her|them|it|he|she|they|hers|his|their|there"

SMALL_TALK = {
    "thanks": """thanks|thank you|thx|thnx|tnx|ty|thank u|thanks a lot|many thanks|thank you very much|thank you so much|cheers|great thanks|ok thanks
        |thanks bot|much appreciated|appreciated|thanks man|perfect thanks|thanks again""",
    "hello": "hi|hello|hey|hi there|good morning|good afternoon|good evening|morning|hello there|hey there|salam|hi bot|hello bot|yo|salaam|gm",
    "bye": "bye|goodbye|good bye|see you|see you later|see ya|good night|bye bye|gn|see you tomorrow|later|cya|have a nice day|have a good day",
    "fine": "ok|okay|k|great|perfect|nice|cool|good|fine|got it|bro|buddy|dear|my friend|boss|alright|all right|well done|awesome|super|excellent|noted|sure|lol|haha|hmm|wow|np|good job|good bot",
    "congrats": "congrats|congratulations|congratz|congrats man|congrats everyone|mabrook|mabrouk|mabruk|mubarak|alf mabrook|alf mabrouk|bravo|way to go|nice work|great job|great work|happy eid|eid mubarak|ramadan kareem|happy new year",
    "how": "how are you|how are you doing|how is it going|how's it going|what's up|whats up|sup|how do you do",
}

PRIORITY = {
    "high": "high|urgent|important|asap|high priority|very important|top priority|critical|priority high",
    "low": "low|low priority|not urgent|whenever|no rush|priority low",
    "normal": "normal|medium|normal priority",
}

SCOPES = {
    # whose time has come: lists of follow-ups
    "today": "today|todays|for today|due today|now",
    "overdue": "overdue|late|missed|past due|delayed",
    "tomorrow": "tomorrow|tomorrows|tmrw|tmr|for tomorrow",
    "week": "this week|for this week|the week|week|weekly",
    "all": "all|open|everything|upcoming",
    "blocked": "blocked|waiting|stuck|on hold",
}

STAGES = {
    "new": "new",
    "contacted": "contacted|contact made",
    "proposal": "proposal|quote|quoted|offer|proposal sent|quotation",
    "negotiation": "negotiation|negotiating|negotiations",
}

YES = "yes|y|yep|yeah|yup|sure|ok|okay|correct|right|confirm|do it|go ahead|create it|create|create it and log|please do|of course"
NO = "no|n|nope|nah|cancel|discard|never mind|nevermind|forget it|none|none of these|stop|skip|don't|dont"
NOT_THAT = "no|not|nope|wrong|sorry|i mean|i meant|actually|correction|rather|make it|should be|it was|it's|change to|change it to|no it was|no i meant|no make it"
"""Openers of a correction of what was just written."""

WEAK_TIMES = """monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|january|february|march|april|may|june|july
    |august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|today|tomorrow|week|month|year|day|hour|morning
    |noon|evening|night|eid|ramadan|nine|ten|one|two|three|four|five|six|seven|eight|quick|first|second|summer|winter|spring"""
"""Words of time that may also be part of a name: alone they are a name only right after a verb or ``with``."""
