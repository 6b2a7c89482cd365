"""The words that the rules of `arena.wire.categories` look for: data, not logic.

They are English, Spanish, French, German, Portuguese and Arabic, one paragraph a language. Every pattern is a list of
words or a form of bounded length, so that no prompt takes more than linear time.
"""

import re
from typing import Final


def _any_of(words: str, *forms: str) -> re.Pattern[str]:
    """One of these words (separated by commas), whole; a star stands for the rest of a word. Or one of the forms."""
    listed = {" ".join(word.split()) for word in words.replace("\n", " ").split(",")} - {""}
    chosen = (re.escape(word).replace(r"\*", r"\w{0,12}") for word in sorted(listed, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join([*forms, *chosen])})(?!\w)", re.IGNORECASE)


def _small(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODE: Final = re.compile(
    r"```|^\s{0,12}(?:def \w|class \w+[:({]|import \w+$|from \w[\w.]{0,60} import |#include|function \w*\("
    r"|(?:public|private|static|const|let|var) \w+|SELECT .{1,80} FROM |<\?php|</?(?:div|html|body|script)\b)"
    r"|\w\(\)|=>|[!=]==|;$",
    re.MULTILINE,
)
TRADE: Final = _any_of(
    """
    source code, stack trace, traceback, unit test, unit tests, regex, regular expression, SQL, API, JSON schema,
    compiler, segfault, null pointer, pull request, git rebase, docker, kubernetes, debug*, refactor*, leetcode,

    código fuente, expresión regular, código Python,
    code source, expression régulière,
    programmier*, Quellcode, regulärer Ausdruck,
    código-fonte, expressão regular,
    برمجة, شيفرة, كود
    """
)
LANGUAGES: Final = re.compile(
    r"(?<!\w)(?:Python|JavaScript|TypeScript|Java|Rust|Golang|Kotlin|Swift|Ruby|PHP|Perl|Haskell|Scala|Bash|HTML|CSS"
    r"|Lua|COBOL|Fortran|C|C\+\+|C#)(?![\w+#])"
)
PROGRAMMING: Final = _any_of(
    """
    function*, method*, class, classes, program*, script*, code, codes, coding, bug*, loop*, array*, string*,
    algorithm*, decorator*, library, module*, variable*, recursion, recursive*, implement*, test, tests, async*,
    thread*, pointer*, type, types,

    función, funciones, programa*, código, bucle*, algoritmo*,
    fonction*, programme*, boucle*, algorithme*,
    Funktion*, Programm*, Schleife*, Algorithmus, Klasse*,
    função, funções, laço*,
    دالة, برنامج, خوارزمية
    """
)
FORMULA: Final = re.compile(
    r"\\(?:frac|int|sum|sqrt|lim|alpha|begin)\b|\$\$|[∫∑√∂≤≥≠∞π]"
    r"|\b\d{1,12}(?:[.,]\d{1,12})? ?[-+*/\u00d7÷^%] ?\(?\d|\b[xyznk] ?= ?-?\d|\b\d{0,4}[xyz][²³^]"
    r"|\b\d{0,4}[a-z] ?[-+*/] ?\d{0,4}[a-z]? ?= ?-?\w",
    re.IGNORECASE,
)
MATHEMATICS: Final = _any_of(
    """
    math, maths, mathematic*, equation*, integral*, derivative*, theorem*, algebra*, calculus, geometry, trigonometry,
    probability, probabilities, prime number, prime numbers, matrix, matrices, eigenvalue*, logarithm*, polynomial*,
    square root, factorial, prove that, standard deviation, percent of, hypotenuse,

    matemática*, ecuación, ecuaciones, derivada*, teorema*, álgebra, geometría, probabilidad, número primo,
    números primos, raíz cuadrada,

    mathématique*, équation*, dérivée*, théorème*, algèbre, géométrie, probabilité*, nombre premier, nombres premiers,
    racine carrée,

    Mathematik, Gleichung*, Ableitung*, Satz des Pythagoras, Wahrscheinlichkeit*, Primzahl*, Quadratwurzel*,

    equação, equações, geometria, probabilidade*, raiz quadrada,

    رياضيات, معادلة, احتمال, مثلث, عدد أولي, الجذر التربيعي
    """
)
INVENT: Final = _any_of(
    """
    write, compose, invent, imagine, create, continue, tell me, draft, make up, pen, rewrite,
    escribe, escriba, escribir, inventa, imagina, crea, cuéntame, compón, continúa,
    écris, écrivez, écrire, invente, raconte, rédige,
    schreib*, erfinde*, dichte, erzähl*, verfass*,
    escreva, escreve, escrever, conte, componha, crie,
    اكتب, تخيل, ألف, احك, ابتكر
    """
)
FORMS: Final = _any_of(
    """
    story, stories, tale, poem*, poetry, haiku*, limerick*, sonnet*, song*, lyrics, novel*, scene, dialogue,
    screenplay, fable*, fairy tale, ballad*, monologue*, villain*, plot twist, rap,
    cuento*, historia*, poema*, poesía, canción, escena*, diálogo*, fábula*, soneto*,
    histoire*, conte, contes, poème*, chanson*, roman, scène, nouvelle,
    Geschichte*, Kurzgeschichte*, Märchen, Gedicht*, Lied, Liedtext, Szene*, Dialog, Fabel, Ballade,
    conto*, história*, poesia, canção, romance, cena,
    قصة, قصيدة, شعر, أغنية, حكاية, حوار
    """
)
_COUNT: Final = (
    r"(?:\d{1,5}|one|two|three|four|five|six|seven|eight|ten|un[ae]?|dos|tres|cinco|diez|deux|trois|cinq|dix|zwei"
    r"|drei|vier|fünf|zehn|dois|duas|três|dez)"
)
_UNITS: Final = (
    r"(?:words?|sentences?|paragraphs?|bullet(?: point)?s?|items?|lines?|syllables?|characters?|steps?|palabras?"
    r"|frases?|oraciones|párrafos?|líneas?|puntos|mots?|phrases?|paragraphes?|lignes?|points|wörtern?|wort|sätzen?"
    r"|satz|absätzen?|zeilen?|stichpunkten?|palavras?|parágrafos?|linhas?|itens|tópicos|كلمات|كلمة|جمل|أسطر|نقاط)"
)
CONSTRAINTS: Final = _any_of(
    """
    without using, do not use, don't use, avoid the word, must include, must contain, must not, only answer with,
    answer only, respond only, start every, end every, begin each, each line, every sentence, exactly, at most,
    at least, no more than,
    sin usar, no uses, debe incluir, responde solo, como máximo, al menos, exactamente,
    sans utiliser, n'utilise pas, doit contenir, réponds uniquement, au maximum, au moins, exactement,
    ohne zu, ohne das Wort, verwende kein, höchstens, mindestens, genau, antworte nur,
    sem usar, não use, deve conter, responda apenas, no máximo, pelo menos, exatamente,
    بدون استخدام, لا تستخدم, على الأقل, على الأكثر, بالضبط, أجب فقط
    """,
    rf"{_COUNT}[- ]{_UNITS}",
    r"(?:in|as|using|en|im|als|com|como|em|format|formato)(?: a| an| valid| una?| une| uma?| einer?)? "
    r"(?:json|yaml|xml|csv|markdown|tabla|table|tableau|tabelle|tabela|bullet points)",
)
ENGLISH: Final = _small(
    """
    the of and to in is that it for was on are with as be this have from or by not what how why when which can you
    your my me do does an if would should write explain a i
    """
)
OTHER_LANGUAGES: Final = (
    _small(
        """
        el la los las de del que y en un una es por con para como qué cómo cuál se su al lo más pero sus le ya o este
        sí porque mi explica escribe sobre
        """
    ),
    _small(
        """
        le la les de des du que et en un une est pour dans qui sur pas au aux ce cette comment pourquoi quel quelle je
        tu il elle nous vous avec explique écris sont mon ma
        """
    ),
    _small(
        """
        der die das und ist nicht ein eine einen einem zu den dem von mit für auf wie warum was wer ich du er sie es
        wir ihr auch im am bei nach erkläre schreibe sind mir bitte
        """
    ),
    _small(
        """
        o a os as de do da dos das que e em um uma é para com não por como qual se seu sua no na mais mas eu você
        explique escreva sobre são meu
        """
    ),
    _small("het een van en niet dat wat hoe waarom met voor zijn op ik je maar ook bij naar uit"),
    _small("il lo gli di che e un una è per con non come perché si su al della dei sono mi spiega scrivi"),
    _small("jest nie się na do co jak dlaczego i w z o czy to dla od przez"),
    _small("och att det som en på är för med inte hur varför jag du av till den ett"),
    _small("bir ve bu için ne nasıl neden ile da de çok daha en"),  # noqa: RUF001 - Turkish has a dotless i
)
"""Words so common that a sentence has some of them."""
