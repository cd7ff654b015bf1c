"""The letters that the report's fonts have."""

import unicodedata

# Letters of the T1 font encoding beyond ASCII, which pdfLaTeX can set.
T1_LETTERS = set(
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğĹĺĽľŁłŃńŇňŊŋŐőŔŕŘřŚśŠšŞşȘșŢţŤťȚțŰűŮůŹźŽžŻżŸİıŒœ"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
)


def composed(text):
    """Return `text` with each letter and its accents as one character (Unicode's NFC)."""
    return unicodedata.normalize("NFC", text)


def missing_letter(text):
    """Return the first character of the composed text that the fonts lack, or None."""
    return next((c for c in composed(text) if not (" " <= c <= "~" or c in T1_LETTERS)), None)


def missing_letter_fault(key, text):
    """Return a line that names key, value and the character that the fonts lack, or None."""
    character = missing_letter(text)
    if character is None:
        return None
    return (
        f"{key} = {text!r}: must be in letters that the report's fonts have, and they have no "
        f"{character!r} ({unicodedata.name(character, 'unnamed')}); write it in Latin letters"
    )


def with_question_marks(text):
    """Return the composed text with ? for each character that the fonts lack."""
    return "".join("?" if missing_letter(c) else c for c in composed(text))
