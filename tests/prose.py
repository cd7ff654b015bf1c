"""How the homework's word limits are counted."""

import re

LIMITS = {"theory": 1000, "analysis": 500, "gates": 300}  # Question 1, Question 3, bonus


def prose(tex):
    """The words of the running text: without floats, mathematics, commands and the small print."""
    tex = re.sub(r"\\parbox\{\\linewidth\}\{.*\}", " ", tex)  # who made it, and with what
    tex = re.sub(
        r"\\begin\{(figure|inplace|table|align\*)\}.*?\\end\{\1\}", " ", tex, flags=re.DOTALL
    )
    tex = re.sub(r"(?<!\\)%.*|\$[^$]*\$|\\(ref|begin|end)\{[^}]*\}|\\[A-Za-z]+\*?", " ", tex)
    return re.findall(r"[A-Za-z][A-Za-z'-]*|[0-9][0-9.]*", tex)
