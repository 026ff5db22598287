"""The Markdown parser as this project sets it up: CommonMark, tables, and the dialects that notes are written in.

Owns which syntax is markup and what of it is text: formulas, wikilinks, comments, template tags, MDX. Knows nothing of
blocks or documents. What cannot be shown (an unknown expression) is counted in
the parser's environment under `LEFT_OUT`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ingest.readers.phrase import HARD_BREAK

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

# Levels of blocks in one another that the parser goes into; what lies deeper it leaves out without a word.
MAX_NESTING = 60
# Keys of the parser's environment.
LEFT_OUT, CONSTANTS, TEX, _ENDS = "left-out", "constants", "tex", "ends"
# Lines in which the end of a comment or of a formula is looked for, characters in which that of an inline one is.
_FAR_LINES = 200
_FAR = 4_000

_WIKI = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|svg)\b", re.IGNORECASE)
_COMMENT = re.compile(rf"%%.{{0,{_FAR}}}?%%|\{{/\*.{{0,{_FAR}}}?\*/\}}", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{[<%].{0,400}?[%>]\}\}|\{%.{0,400}?%\}|\{:[^{}\n]{0,200}\}", re.DOTALL)
_MACRO = re.compile(
    r"\{\{(query|embed|renderer|video|youtube|tweet|namespace|function|cloze|pdf|zotero-[a-z-]+)\b([^{}\n]*)\}\}"
)
_RAW = re.compile(r"<(script|style)\b[^<>]{0,400}>.{0,2000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^\n]{1,2000}?)(?<=[^\s=])==(?![=\w])")
# Names such as __init__ or __label__, which CommonMark takes for bold.
_DUNDER = re.compile(r"__[a-z][a-z0-9_]*__(?![\w])")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$(?![\s$])[^$\n]*+(?<=[^\s$\\])\$(?!\d)", re.DOTALL)
_TEX_INLINE = re.compile(rf"\\\((.{{1,{_FAR}}}?)\\\)|\\\[(.{{1,{_FAR}}}?)\\\]", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_ESCAPE = re.compile(r"\\[^A-Za-z\s,;:!{}|%&#_$]")
_WORDS = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_OPERATION = re.compile(r"[A-Za-z]\s*[\^_=<>+*]\s*[\w({\\]|[\w)}]\s*[\^_=<>+*]\s*[A-Za-z]")
_PLAIN = re.compile(r"(?=.*[A-Za-zÀ-ÿ]{3})[\w' ,;:-]+", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\begin\{([a-zA-Z]+\*?)\}")
_EXPRESSION = re.compile(r"\{(?![#:.%<])([^{}\n]{1,400})\}")
_TAG_START = re.compile(r"</?(?:[A-Z][\w.]*|>)")
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_FENCE = re.compile(r"`{3,}|~{3,}")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
# Code, or a formula with bars that have no space at both sides: prices in two cells are no formula.
_WHOLE_IN_ROW = re.compile(rf"{_CODE.pattern}|\$(?=[^\s$|])(?:[^$|\n]|(?<! )\||\|(?! ))+(?<=[^\s|])\$(?!\d)")
_BAR = re.compile(r"(?<!\\)\|")
_INFO = re.compile(r"\s*(?:\{[^{}]*\}|[A-Za-z][\w-]*)")


@functools.lru_cache(maxsize=2)
def parser(mdx: bool = False) -> MarkdownIt:
    """The parser, for Markdown or for Markdown with components. It has no state of its own between texts.

    Its tokens are markdown-it's, but for one `quick.PLAIN` in place of the three of a paragraph without markup.
    """
    from ingest.readers.markdown.quick import quicken

    return quicken(thorough_parser(mdx))


def thorough_parser(mdx: bool) -> MarkdownIt:
    """The same parser with the loops of markdown-it itself, which asks every rule at every place."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    footnote_plugin(made, move_to_end=False)
    deflist_plugin(made)
    admon_plugin(made)
    container_plugin(made, "box", validate=lambda params, _markup: bool(_INFO.match(params)))
    for name, rule in _INLINE_RULES.items():
        made.inline.ruler.before("escape", name, rule)
    made.inline.ruler.before("emphasis", "dunder", _dunder)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "list", "blockquote"]}
    made.block.ruler.before("fence", "comment_block", _comment_block, interrupts)
    made.block.ruler.before("fence", "formula_block", _formula_block, interrupts)
    made.block.ruler.before("html_block", "table_block", _table_block, interrupts)
    if mdx:
        made.disable("code")
        made.inline.ruler.before("escape", "expression", _expression)
        made.inline.ruler.before("escape", "component", _component)
        made.block.ruler.before("html_block", "component_block", _component_block, interrupts)
    made.core.ruler.at("normalize", _normalise)
    return made


def _normalise(state: StateCore) -> None:
    """What markdown-it does to every text, where there is something to do."""
    from markdown_it.rules_core import normalize

    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def tag_end(text: str, start: int, limit: int) -> int:
    """Where the tag of a component that begins at `start` ends, quotes and braces respected; -1 if not in reach."""
    depth, quote = 0, ""
    for position in range(start, min(limit, start + _FAR)):
        character = text[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == ">" and depth <= 0 and not text.startswith("=>", position - 1):
            return position + 1
    return -1


def with_bars_in_code(text: str) -> str:
    """Rows of tables in which a bar inside code or a formula ends no cell: GitHub cuts `a | b` and `$P(a|b)$` there."""
    if "|" not in text or ("`" not in text and "$" not in text):
        return text
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        bare = line.lstrip()
        if not bare.startswith(("|", "`", "~")):
            continue
        mark = _FENCE.match(bare)
        if mark is not None and not fence:
            fence = mark.group()
        elif fence:
            fence = "" if bare.startswith(fence) else fence
        elif bare.startswith("|") and ("`" in bare or "$" in bare) and len(line) < _FAR:
            lines[number] = _WHOLE_IN_ROW.sub(lambda match: _BAR.sub(r"\\|", match.group()), line)
    return "\n".join(lines)


def count(env: Any, what: str) -> None:
    """Note that something was left out."""
    env.setdefault(LEFT_OUT, []).append(what)


# Inline rules


def _take(state: StateInline, silent: bool, pattern: re.Pattern[str], text_of: Callable[[re.Match[str]], str]) -> bool:
    """An inline rule: what `pattern` matches here becomes plain text."""
    match = pattern.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.pending += text_of(match)
    state.pos = match.end()
    return True


def _rule(first: str, pattern: re.Pattern[str], text_of: Callable[[re.Match[str]], str]) -> Callable[..., bool]:
    """A rule for what begins with one of some characters; anything else is not looked at."""

    def rule(state: StateInline, silent: bool) -> bool:
        return state.src[state.pos] in first and _take(state, silent, pattern, text_of)

    return rule


def _dunder(state: StateInline, silent: bool) -> bool:
    if state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] == "_"):
        return False
    return _take(state, silent, _DUNDER, re.Match.group)


def _tex(state: StateInline, silent: bool) -> bool:
    r"""`\( \)` and `\[ \]`: a formula, unless the author only escaped a bracket as AWS's pages do."""
    if not state.src.startswith(("\\(", "\\["), state.pos):
        return False
    match = _TEX_INLINE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    inner = match[1] or match[2]
    attached = bool(state.pos) and state.src[state.pos - 1].isalnum()
    if not is_tex(inner, certain=bool(state.env.get(TEX)), attached=attached):
        return False
    if not silent:
        mark = "$" if match[1] else "$$"
        state.pending += f"{mark}{inner.strip()}{mark}"
    state.pos = match.end()
    return True


def is_tex(inner: str, *, certain: bool, attached: bool) -> bool:
    """Whether the text between escaped brackets is a formula; `certain` where the document has clear ones."""
    if _COMMAND.search(inner):
        return True
    if attached or _ESCAPE.search(inner):
        return False
    if certain:
        return not _PLAIN.fullmatch(inner.strip())
    return bool(_OPERATION.search(inner)) and not _WORDS.search(inner)


def _highlight(state: StateInline, silent: bool) -> bool:
    """Obsidian's `==highlight==`: its text, with whatever markup is in it."""
    if not state.src.startswith("==", state.pos):
        return False
    if state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] == "="):
        return False
    match = _HIGHLIGHT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, match.start(1), match.end(1)
        state.md.inline.tokenize(state)
        state.posMax = end
    state.pos = match.end()
    return True


def _expression(state: StateInline, silent: bool) -> bool:
    """MDX's `{expression}`: the value of a constant of the file; anything else is left out and counted."""
    match = _EXPRESSION.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if match is None:
        return False
    if not silent:
        name = match[1].strip()
        value = state.env.get(CONSTANTS, {}).get(name)
        if re.fullmatch(r"(['\"`])[^'\"`]*\1", name):
            value = name[1:-1]
        if value is None and name:
            count(state.env, "expression")
        state.pending += value or ""
    state.pos = match.end()
    return True


def _component(state: StateInline, silent: bool) -> bool:
    """A component's tag inside a paragraph: no text."""
    if state.src[state.pos] != "<" or not _TAG_START.match(state.src, state.pos):
        return False
    end = tag_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("component", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _wiki(state: StateInline, silent: bool) -> bool:
    """`[[page#heading|name]]`; another note that is shown here, `![[note]]`, is left out and counted."""
    start = state.pos
    if state.src[start] not in "![" or not _take(state, silent, _WIKI, _wiki_text):
        return False
    if not silent and state.src[start] == "!" and not _PICTURE.search(state.src[start : state.pos]):
        count(state.env, "embed")
    return True


def _wiki_text(match: re.Match[str]) -> str:
    if match.group().startswith("!"):
        return ""
    target, _, alias = match[1].partition("|")
    if alias.strip():
        return alias.strip()
    page, _, heading = target.partition("#")
    if heading.startswith("^"):
        heading = ""
    return " > ".join(part.strip() for part in (page, *heading.split("#")) if part.strip())


def _macro(state: StateInline, silent: bool) -> bool:
    """Logseq's `{{macro}}`: the text of a cloze; what a program fills in is left out and counted."""
    match = _MACRO.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if match is None:
        return False
    if not silent:
        is_text = match[1] == "cloze"
        state.pending += match[2].strip() if is_text else ""
        if not is_text:
            count(state.env, "expression")
    state.pos = match.end()
    return True


_INLINE_RULES: dict[str, Callable[..., bool]] = {
    "formula": _rule("$", _FORMULA, re.Match.group),
    "tex": _tex,
    "wiki": _wiki,
    "comment": _rule("%{", _COMMENT, lambda match: ""),
    "template": _rule("{", _TEMPLATE, lambda match: ""),
    "macro": _macro,
    "raw": _rule("<", _RAW, lambda match: HARD_BREAK if "\n" in match.group() else " "),
    "highlight": _highlight,
}


# Block rules


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`%%` (Obsidian) or `{/*` (MDX) on a line of its own up to the line that ends the comment."""
    position = state.bMarks[start] + state.tShift[start]
    opening = next((mark for mark in ("%%", "{/*") if state.src.startswith(mark, position)), None)
    if opening is None:
        return False
    closing = "%%" if opening == "%%" else "*/}"
    for line in range(start, min(end, start + _FAR_LINES)):
        content = state.src[position if line == start else state.bMarks[line] : state.eMarks[line]].rstrip()
        if content.endswith(closing) and (line > start or len(content) >= len(opening) + len(closing)):
            if not silent:
                state.line = line + 1
            return True
    return False


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""A formula on lines of its own: `$$ $$`, `\[ \]`, `\begin{} \end{}`; kept whole, between double dollars."""
    position = state.bMarks[start] + state.tShift[start]
    first = state.src[position : state.eMarks[start]].rstrip()
    environment = _ENVIRONMENT.match(first)
    if first.startswith("$$"):
        closing = "$$"
    elif first.startswith("\\["):
        closing = "\\]"
    elif environment is not None:
        closing = rf"\end{{{environment[1]}}}"
    else:
        return False
    if position > _last(state, closing):
        return False
    for line in range(start, min(end, start + _FAR_LINES)):
        content = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
        if not content.endswith(closing) or (line == start and len(first) < len(closing) + 3):
            continue
        whole = state.getLines(start, line + 1, state.sCount[start], False).strip()
        inner = whole if environment is not None else whole[2 : -len(closing)]
        if closing == "\\]" and not is_tex(inner, certain=line > start and first == "\\[", attached=False):
            return False
        if not silent:
            token = state.push("formula_block", "", 0)
            token.content = f"$${_BLANK_LINE.sub('', inner) if line > start else inner.strip()}$$"
            token.map = [start, line + 1]
            state.line = line + 1
        return True
    return False


def _table_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An HTML table with blank lines in it, which CommonMark would end at the first."""
    position = state.bMarks[start] + state.tShift[start]
    if state.src[position : position + 6].lower() != "<table" or position > _last(state, "</table>"):
        return False
    for line in range(start, min(end, start + 10 * _FAR_LINES)):
        if state.src.find("</table>", state.bMarks[line], state.eMarks[line]) >= 0:
            if not silent:
                token = state.push("html_block", "", 0)
                token.content = state.src[state.bMarks[start] : state.eMarks[line]]
                token.map = [start, line + 1]
                state.line = line + 1
            return True
    return False


def _last(state: StateBlock, text: str) -> int:
    """Where a text occurs for the last time, -1 if nowhere: an end that never comes is looked for only once."""
    ends: dict[str, int] = state.env.setdefault(_ENDS, {})
    if text not in ends:
        ends[text] = state.src.rfind(text)
    return ends[text]


def _component_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The tag of a component alone on its lines; what is between two of them is Markdown."""
    position = state.bMarks[start] + state.tShift[start]
    if state.src[position : position + 1] != "<" or not _TAG_START.match(state.src, position):
        return False
    last = tag_end(state.src, position, state.eMarks[end - 1])
    if last < 0:
        return False
    line = start
    while state.eMarks[line] < last:
        line += 1
    if state.src[last : state.eMarks[line]].strip():
        return False
    if not silent:
        token = state.push("component_block", "", 0)
        token.content = state.src[position:last]
        token.map = [start, line + 1]
        state.line = line + 1
    return True
