"""Words as the search compares them: what a text holds, what a question asks, how near they are.

Pure functions: the index and its slow judge in the tests rest on the same ones. ``closeness`` is
the whole meaning of « this word answers that one »; it looks at two words and at nothing else, so
that an answer depends only on the documents its reader may read.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from essor.foundations.codes.luhn import is_luhn_valid
from essor.foundations.text import fold, fold_words

LONGEST_WORD = 40
MOST_WORDS = 8  # of a question: nobody types more on purpose, and the query stays small
SHORTEST_PREFIX = 2
EXACT, STEM, PREFIX = 100, 85, 50
SIREN_DIGITS, SIRET_DIGITS = 9, 14

_SILENT = """
au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur leurs lui ma mais
me mes mon ne nos notre nous on ont ou par pas pour qu que qui sa sans se ses si son sont sous sur
ta te tes ton tu un une vos votre vous
"""
STOP_WORDS = frozenset(_SILENT.split())
_PHRASE = re.compile(r"[«\"“]([^«»\"“”]*)[»\"”]")
_NUMBER = re.compile(r"(?<!\d)\d(?: ?\d){8,}(?!\d)")
_CODE = re.compile(r"([a-z]+)0*(\d+)")
_LOCAL = threading.local()  # the stemmer keeps the word it works on: one per thread


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One word of a question; ``is_prefix``: the person may still be typing it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: every word is wanted, and each phrase as it is written."""

    words: tuple[AskedWord, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for."""
        return not self.words


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded, without those that say nothing.

    Digits in groups that make a valid SIREN or SIRET also give the number in one piece, and a
    SIRET also gives its SIREN.
    """
    folded = fold(text)
    return [word for word in fold_words(folded).split() if _says(word)] + list(_numbers(folded))


def stem(word: str) -> str:
    """Return what the forms of a word share: « friche » and « friches », « A9 » and « A09 »."""
    return _stem(word)


@lru_cache(maxsize=60_000)
def _stem(word: str) -> str:
    if code := _CODE.fullmatch(word):
        return code[1] + code[2]
    if not word.isalpha():
        return word
    if not hasattr(_LOCAL, "stemmer"):
        _LOCAL.stemmer = snowballstemmer.stemmer("french")
    short = str(_LOCAL.stemmer.stemWord(word))
    # the stemmer takes « ée » off an accented word only, and ours are folded: « réhabilitée »
    return short[:-1] if short.endswith("e") and len(short) > 5 else short


def closeness(asked: AskedWord, word: str) -> int:
    """Return how well a word of a text answers a word of a question, 0 to 100."""
    if asked.text == word:
        return EXACT
    if stem(asked.text) == stem(word):
        return STEM
    return PREFIX if asked.is_prefix and word.startswith(asked.text) else 0


def read_question(text: str) -> Asked:
    """Return what a person asks: « "exact words" », codes, SIRET with or without spaces."""
    phrases = tuple(
        folded for quoted in _PHRASE.findall(text) if (folded := fold_words(quoted)) != ""
    )
    loose = _PHRASE.sub(" ", text)
    joined = _NUMBER.sub(_joined, fold(loose))
    typed = fold_words(joined).split()
    kept = [word for word in typed if _says(word)] or typed[-1:]
    is_typing = bool(kept) and bool(typed) and kept[-1] == typed[-1] and loose[-1:].isalnum()
    words = [AskedWord(word) for word in kept]
    if is_typing and len(kept[-1]) >= SHORTEST_PREFIX:
        words[-1] = AskedWord(kept[-1], is_prefix=True)
    words += [AskedWord(word) for phrase in phrases for word in phrase.split() if _says(word)]
    return Asked(words=tuple(dict.fromkeys(words))[:MOST_WORDS], phrases=phrases)


def farthest_typo(word: str) -> int:
    """Return how many wrong letters are forgiven: none in a code or a short word."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def _says(word: str) -> bool:
    return 1 < len(word) <= LONGEST_WORD and word not in STOP_WORDS


def _numbers(folded: str) -> Iterator[str]:
    for match in _NUMBER.finditer(folded):
        digits = match[0].replace(" ", "")
        if not _is_number(digits):
            continue
        if digits != match[0]:
            yield digits
        if len(digits) == SIRET_DIGITS:
            yield digits[:SIREN_DIGITS]


def _joined(match: re.Match[str]) -> str:
    digits = match[0].replace(" ", "")
    return digits if _is_number(digits) else match[0]


def _is_number(digits: str) -> bool:
    """Tell whether digits are a SIREN or a SIRET; La Poste's own rule is not worth a false one."""
    return len(digits) in (SIREN_DIGITS, SIRET_DIGITS) and is_luhn_valid(digits)
