"""How an answer says who wrote it, in seven languages: patterns around a name. Each stays within one sentence.

Apostrophes are straight: the text that is searched has its others made so.
"""

from typing import Final

NAME: Final = "<name>"
"""Where a maker's or model's name stands in a pattern."""

_GAP: Final = r"[^.!?。！？؟\n]{0,80}?"  # noqa: RUF001 - full stops of other scripts
_SHORT: Final = r"[^.!?。！？؟\n]{0,25}?"  # noqa: RUF001 - the same
_QUOTE: Final = r"[\s\"'“”«»„*_`「」]*"

_ENGLISH: Final = (
    (
        r"\bI(?:'|\s+a)m\s+(?:(?:actually|really|just|simply|indeed|called|named|known as|a|an|the|your|friendly"
        r"|helpful|AI|language|large|model|assistant|chatbot|virtual|powered by|based on|running on|built on)\s+){0,6}"
        rf"{_QUOTE}{NAME}"
    ),
    (
        rf"\bI(?:'|\s+a)m\s+(?:(?!not\b){_GAP})\b(?:model|assistant|AI|chatbot|bot|LLM|system|version)\b"
        rf"(?:(?!\bnot\b)[^.!?\n]){{0,60}}?\b(?:by|from|of|at|called|named|on)\s+{_SHORT}{NAME}"
    ),
    (
        r"\b(?:I(?:'m|'ve|\s+(?:am|was|were|have|had))|me|my)\b(?:(?!\bnot\b)[^.!?\n]){0,60}?\b(?:trained|created|developed|made|built|designed|engineered"
        rf"|fine-tuned|released|trained)\b[^.!?\n]{{0,30}}?\b(?:by|at)\s+{_SHORT}{NAME}"
    ),
    rf"\b(?:trained|created|developed|made|built|designed)\s+by\s+{_SHORT}{NAME},?\s+I\b",
    rf"\bas\s+an?\s+(?:AI|large|language|artificial){_GAP}\b(?:by|from|at)\s+{_SHORT}{NAME}",
    rf"\b(?:my name is|my name's|call me|name:|I go by|I go by the name of|I respond to)\s+{_QUOTE}{NAME}",
    rf"\b(?:talking|chatting|speaking|conversing)\s+(?:to|with)\s+{_QUOTE}{NAME}",
    rf"(?:^|[.!?,]\s+|\bthis is\s+){_QUOTE}{NAME}{_QUOTE}\s+(?:here|speaking)\b",
    rf"\bas\s+(?:an?\s+)?{_QUOTE}{NAME}{_QUOTE}(?:,|\s+(?:language\s+)?model,?)\s+I\b",
    rf"\bI\s+(?:belong to|am part of|come from)\s+{_SHORT}{NAME}",
    rf"\b(?:people|team|engineers|researchers|company)\s+(?:who|that)\s+(?:made|built|trained|created)\s+me\b{_SHORT}{NAME}",
    (
        rf"\bmy\s+(?:creators?|makers?|developers?|parent company|training|underlying model|base model|architecture)\b"
        rf"(?:(?!\bnot\b)[^.!?\n]){{0,30}}?\b(?:is|are|was|at|by|from|,)\s+{_SHORT}{NAME}"
    ),
    rf"{NAME}'?s?\s+(?:(?:has|have)\s+)?(?:made|created|trained|built|developed|designed)\s+me\b",
    rf"\b(?:we|here)\s+at\s+{NAME}",
    rf"\bI\s+(?:run|am running|operate)\s+on\s+{_SHORT}{NAME}",
    rf"\bI\b[^.!?\n]{{0,80}}?{NAME}'s?\s+(?:\w+[- ]){{0,3}}(?:polic(?:y|ies)|guidelines|terms)\b",
)
_SPANISH: Final = (
    rf"\bsoy\s+(?:el\s+|la\s+|un\s+|una\s+)?{_QUOTE}{NAME}",
    rf"\bsoy\s+un[ao]?\s+(?:modelo|asistente|inteligencia|IA|chatbot|programa){_GAP}\b(?:por|de|llamad[oa])\s+{_SHORT}{NAME}",
    rf"\b(?:me llamo|mi nombre es)\s+{_QUOTE}{NAME}",
    rf"\b(?:fui|he sido|me ha)\s+(?:cread|entrenad|desarrollad|diseñad)[oa]s?{_SHORT}\b(?:por|en)?\s*{_SHORT}{NAME}",
    rf"{NAME}\s+me\s+(?:creó|entrenó|desarrolló|diseñó)",
    rf"\bcomo\s+{_QUOTE}{NAME},\s",
    rf"\bcomo\s+(?:un\s+)?(?:modelo|asistente){_GAP}\bpor\s+{_SHORT}{NAME}",
)
_FRENCH: Final = (
    rf"\bje\s+suis\s+(?:le\s+|la\s+)?{_QUOTE}{NAME}",
    (
        rf"\bje\s+suis\s+une?\s+(?:modèle|assistante?|intelligence|IA|chatbot|programme|grand modèle){_GAP}"
        rf"(?:\bpar|\bde|\bd'|\bnommée?|\bappelée?)\s*{_SHORT}{NAME}"
    ),
    rf"\b(?:je m'appelle|mon nom est)\s+{_QUOTE}{NAME}",
    rf"\bj'ai\s+été\s+(?:créé|entraîné|développé|conçu|formé)e?{_SHORT}\bpar\s+{_SHORT}{NAME}",
    rf"{NAME}\s+m'a\s+(?:créé|entraîné|développé|conçu)e?",
    rf"\ben\s+tant\s+que\s+(?:modèle{_GAP}\b(?:par|de)\s+{_SHORT})?{_QUOTE}{NAME}",
)
_GERMAN: Final = (
    rf"\bich\s+bin\s+(?:der\s+|die\s+|das\s+)?{_QUOTE}{NAME}",
    (
        rf"\bich\s+bin\s+ein\w*\s+(?:\w+\s+){{0,3}}?\w*(?:modell|assistent|KI|chatbot|programm|intelligenz)\w*{_GAP}"
        rf"\b(?:von|namens|der|bei)\s+{_SHORT}{NAME}"
    ),
    rf"\b(?:ich\s+hei(?:ß|ss)e|mein\s+name\s+ist)\s+{_QUOTE}{NAME}",
    rf"\b(?:ich\s+wurde|wurde\s+ich)\s+{_SHORT}\bvon\s+{_SHORT}{NAME}",
    rf"{NAME}\s+hat\s+mich\b",
    rf"\bals\s+{_QUOTE}{NAME}{_QUOTE}\s+(?:kann|bin|habe|möchte|darf)\s+ich\b",
    rf"\bals\s+(?:ein\s+)?(?:von\s+{NAME}|\w*modell\w*\s+von\s+{NAME})",
)
_PORTUGUESE: Final = (
    rf"\bsou\s+(?:o\s+|a\s+|um\s+)?{_QUOTE}{NAME}",
    (
        rf"\bsou\s+uma?\s+(?:modelo|assistente|inteligência|IA|chatbot|programa|grande modelo){_GAP}"
        rf"\b(?:por|pel[oa]|d[aeo]|chamad[oa])\s+{_SHORT}{NAME}"
    ),
    rf"\b(?:me chamo|chamo-me|(?:o\s+)?meu nome é)\s+{_QUOTE}{NAME}",
    rf"\bfui\s+(?:criad|treinad|desenvolvid|projetad)[oa]{_SHORT}\b(?:por|pel[oa])\s+{_SHORT}{NAME}",
    rf"{NAME}\s+me\s+(?:criou|treinou|desenvolveu)",
)
_ARABIC: Final = (
    rf"(?:أنا|إنني|إني)\s+(?:هو\s+)?{_QUOTE}{NAME}",
    rf"(?:أنا|إنني|إني)\s+(?:نموذج|مساعد|ذكاء|روبوت|برنامج){_GAP}{NAME}",
    rf"(?:اسمي|يمكنك مناداتي)\s+(?:هو\s+)?{_QUOTE}{NAME}",
    rf"(?:تطويري|تدريبي|إنشائي|تصميمي|بنائي){_SHORT}{NAME}",
    rf"(?:طورتني|دربتني|أنشأتني|صممتني|صنعتني)\s+{_SHORT}{NAME}",
    rf"(?:بصفتي|كوني)\s+{_SHORT}{NAME}",
)
_CHINESE: Final = (
    rf"我(?:就)?(?:是|叫|叫做|名叫)\s*{_QUOTE}{NAME}",
    rf"我(?:是|由)[^。！？\n]{{0,30}}?{NAME}",  # noqa: RUF001 - full stops of Chinese
    rf"我的名字(?:是|叫)\s*{_QUOTE}{NAME}",
    rf"作为(?:由|一个由|一款由)?\s*{_QUOTE}{NAME}",
    rf"{NAME}[^。！？\n]{{0,10}}?(?:开发|训练|创造|研发|打造)了?(?:的)?我",  # noqa: RUF001 - the same
)

FRAMES: Final = (*_ENGLISH, *_SPANISH, *_FRENCH, *_GERMAN, *_PORTUGUESE, *_ARABIC, *_CHINESE)
