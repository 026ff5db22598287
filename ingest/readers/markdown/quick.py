"""The loops of markdown-it, asking a rule only where one of its first characters stands.

Owns which characters the rules of this project's parser begin with. markdown-it asks every rule at every place, and
most see from one character that they have nothing to do there; the tokens are the same (`test_quick.py` holds that).
Knows nothing of what the rules make of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

Rule = Callable[..., bool]
_ANY = ""
_DIGITS = "0123456789"
_INLINE_OPENERS: Mapping[str, str] = {
    **{"newline": "\n", "formula": "$", "tex": "\\", "wiki": "![", "comment": "%{", "template": "{", "macro": "{"},
    **{"raw": "<", "highlight": "=", "expression": "{", "component": "<", "escape": "\\", "backticks": "`"},
    **{"strikethrough": "~", "dunder": "_", "emphasis": "*_", "link": "[", "image": "!", "footnote_inline": "^"},
    **{"footnote_ref": "[", "autolink": "<", "html_inline": "<", "entity": "&"},
}
_BLOCK_OPENERS: Mapping[str, str] = {
    **{"table": _ANY, "code": _ANY, "lheading": _ANY, "deflist": _ANY, "paragraph": _ANY},
    **{"admonition": "!?", "container_box": ":", "comment_block": "%{", "formula_block": "$\\", "fence": "`~"},
    **{"blockquote": ">", "hr": "*-_", "list": f"*-+{_DIGITS}", "footnote_def": "[", "reference": "[", "heading": "#"},
    **{"table_block": "<", "html_block": "<", "component_block": "<"},
}
# Where a line below decides what the line above it is: underlines of headings and tables, definitions.
_LOOKED_AT_FROM_ABOVE = "=-|:~"
# The end of a link's label is looked for token by token.
_STOPS = "]"
_MARKUP = re.compile(f"[{re.escape(''.join({*''.join(_INLINE_OPENERS.values())} - {chr(10)}) + _STOPS)}]")
# The one token of a paragraph without any markup; its lines may have spaces in front.
PLAIN = "plain"


def quicken(md: MarkdownIt) -> MarkdownIt:
    """The parser with these loops in place of its own. KeyError for a rule whose first characters are unknown."""
    md.inline, md.block = _Inline(md.inline), _Block(md.block)
    return md


def _by_character(rules: Sequence[tuple[str, Rule]]) -> dict[str, list[Rule]]:
    """For each character that begins something, the rules to ask in their order; under "" those for any other one.

    `rules` are each with the characters that it begins with.
    """
    characters = {character for firsts, _ in rules for character in firsts}
    return {
        character: [rule for firsts, rule in rules if not firsts or (character and character in firsts)]
        for character in (*characters, _ANY)
    }


class _BlockRules(Ruler["Rule"]):
    """The rules for blocks; those that may end a paragraph, a quote, a list are asked as one."""

    def __init__(self, made: Ruler[Any]) -> None:
        self.__dict__.update(made.__dict__)
        active = [rule for rule in self.__rules__ if rule.enabled]
        self._ends = {
            chain: [_asking([(_BLOCK_OPENERS[rule.name], rule.fn) for rule in active if chain in rule.alt])]
            for chain in {chain for rule in active for chain in rule.alt}
        }

    def getRules(self, chainName: str = "") -> list[Rule]:  # noqa: N802, N803
        return self._ends.get(chainName) or super().getRules(chainName)


def _asking(rules: Sequence[tuple[str, Rule]]) -> Rule:
    """One rule in place of several: the first that takes the line."""
    everything, by_character = [rule for _, rule in rules], _by_character(rules)
    others = by_character[_ANY]

    def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        position = state.bMarks[line] + state.tShift[line]
        filled = position < state.eMarks[line]
        for rule in by_character.get(state.src[position], others) if filled else everything:
            if rule(state, line, end, silent):
                return True
        return False

    return ask


class _Inline(ParserInline):
    """Inline tokens; text without any character that a rule begins with is one token at once."""

    def __init__(self, made: ParserInline) -> None:
        self.__dict__.update(made.__dict__)
        rules = zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)
        self._rules = _by_character([(_INLINE_OPENERS[name], rule) for name, rule in rules if name != "text"])
        self._special = re.compile(f"[{re.escape(''.join(self._rules) + _STOPS)}]")

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if tokens or not src or _MARKUP.search(src) or "\n" in src:
            return super().parse(src, md, env, tokens)
        tokens.append(Token("text", "", 0, content=src))
        return tokens

    def tokenize(self, state: StateInline) -> None:
        source, end = state.src, state.posMax
        nests = state.level < state.md.options["maxNesting"]
        while state.pos < end:
            position = state.pos
            found = self._special.search(source, position, end)
            stop = found.start() if found else end
            if stop > position:
                state.append_pending(source[position:stop])
                state.pos = stop
            elif not (nests and self._ask(state, source[position], False)):
                state.append_pending(source[position])
                state.pos = position + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        position = state.pos
        known = state.cache.get(position)
        if known is not None:
            state.pos = known
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1  # as there: the rest of the paragraph, and one more
        else:
            found = self._special.search(state.src, position, state.posMax)
            stop = found.start() if found else state.posMax
            if stop > position:
                state.pos = stop
            else:
                state.level += 1
                asked = self._ask(state, state.src[position], True)
                state.level -= 1
                if not asked:
                    state.pos = position + 1
        state.cache[position] = state.pos

    def _ask(self, state: StateInline, character: str, silent: bool) -> bool:
        for rule in self._rules.get(character, ()):  # noqa: SIM110
            if rule(state, silent):
                return True
        return False


class _Block(ParserBlock):
    """Block tokens; a paragraph of lines that begin like no other block is taken at once."""

    def __init__(self, made: ParserBlock) -> None:
        self.__dict__.update(made.__dict__)
        self.ruler = _BlockRules(made.ruler)
        self._all = self.ruler.getRules()
        names = self.ruler.get_active_rules()
        self._rules = _by_character([(_BLOCK_OPENERS[n], rule) for n, rule in zip(names, self._all, strict=True)])
        self._openers = frozenset(self._rules) | frozenset(_LOOKED_AT_FROM_ABOVE)

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        line, had_empty_lines = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= state.md.options.maxNesting:
                state.line = endLine  # too deep: the reader looks for it
                break
            self._take(state, line, endLine)
            state.tight = not had_empty_lines
            line = state.line
            had_empty_lines = had_empty_lines or (line - 1 < endLine and state.isEmpty(line - 1))
            if line < endLine and state.isEmpty(line):
                had_empty_lines = True
                line += 1
                state.line = line

    def _take(self, state: StateBlock, line: int, end: int) -> None:
        """The block that begins at this line."""
        if state.is_code_block(line):
            rules = self._all
        else:
            first = state.src[state.bMarks[line] + state.tShift[line]]
            below = self._end_of_plain(state, line, end) if first not in self._openers else 0
            if below:
                self._paragraph(state, line, below)
                return
            rules = self._rules.get(first, self._rules[_ANY])
        for rule in rules:
            if rule(state, line, end, False):
                return
        raise RuntimeError("none of the block rules matched")

    def _end_of_plain(self, state: StateBlock, line: int, end: int) -> int:
        """Where a paragraph of plain lines ends; 0 where one of them, or what is below, may be something else."""
        source, starts, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
        below = line + 1
        while below < state.lineMax:
            position = starts[below] + shifts[below]
            if position >= ends[below]:
                break
            if source[position] in self._openers:
                return 0
            below += 1
        if below == line + 1 and below + 1 < end:
            position = starts[below + 1] + shifts[below + 1]
            if position < ends[below + 1] and source[position] in ":~":
                return 0  # the definition of a term
        return below

    def _paragraph(self, state: StateBlock, line: int, below: int) -> None:
        content = mdTrim(state.getLines(line, below, state.blkIndent, False))
        state.line = below
        state.parentType = "paragraph"  # as the rule for underlined headings leaves it
        place = [line, below]
        if not _MARKUP.search(content) and " \n" not in content and "\t\n" not in content:
            level = state.level + 1  # that of the text in a paragraph
            state.tokens.append(Token(PLAIN, "p", 0, map=place, level=level, content=content, block=True))
            return
        state.tokens += (
            Token("paragraph_open", "p", 1, map=place, level=state.level, block=True),
            Token("inline", "", 0, map=[*place], level=state.level + 1, children=[], content=content, block=True),
            Token("paragraph_close", "p", -1, level=state.level, block=True),
        )
