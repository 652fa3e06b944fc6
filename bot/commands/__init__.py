"""What can be asked, one file each.

How a command's words are written: ``phrases`` (``Words(en=..., ar=...)``) holds whole-sentence templates, one a line; a line of ``-`` alone means that only free
sentences or ``parts`` lead here. In a template

* ``history`` is a literal word; it is compared folded (letter case, accents, alef and ya forms, digits do not matter) and
  forgives a typo in words of five letters and more;
* ``(a|b c)`` are alternatives, ``[x]`` may be missing; both nest;
* ``{customer}`` is a slot filled with what stands there; the field's type says what may stand there, or ``slots``, or the
  slot itself: ``{name:text}``. Punctuation between words and ``please``, ``لو سمحت`` around the sentence do not matter.

The slots (``bot/reading/templates/slots.py``):

==============  ============================================================================================
``party``       a customer or contact, known or not (type ``Party``). Not found or not clear becomes a doubt
``customer``    the same, customers only (a contact stands for its customer); ``contact``: contacts only
``known``       a customer or contact that is there; one that is not makes the template not fit
``ref``         ``2`` of the last list, ``it``, ``هو`` (type ``Ref``); ``refs``: one or several (``1, 3``)
``follow_up``   a Ref to a follow-up: a number of the list, a customer's name where one is open, nothing: the one pushed
``when``        a time for something to come (type ``When``); ``past``: a time that was, as an aware datetime
``day``         a date (type ``date``); ``period``: ``(from, to)`` dates as ``Period``; ``time``: a time of day
``amount``      an amount (type ``Money``); ``number``: a plain number (type ``int``); ``duration``: minutes (int)
``phone``       a phone; ``email``: an e-mail
``rep``         a colleague by name (type ``RepName``)
``stage``       a stage of the pipeline (type ``Stage``); ``priority``: low, normal, high
``tag``         a word that can only be a tag (``vip``, ``مهم``)
``word``        one word as typed; ``text``: words as typed, as many as needed (type ``str``); it never eats a literal
==============  ============================================================================================

``parts`` (``bot.command.Parts``) is for commands in free order with many optional parts: ``deal Acme 50k proposal close 31
Dec`` has the head ``deal``, bare parts customer, amount and stage, and the clause ``close [on|by] {}`` of a day.

A slot that cannot be made sense of makes a doubt (``bot/reading/doubts.py``) that the engine asks about; a command's ``run``
only sees good values. ``needs`` names the fields that are asked for where they are missing.

Two commands to copy: ``working/log_interaction.py`` (a receipt with buttons) and ``customers/look_up.py`` (a card).
"""
