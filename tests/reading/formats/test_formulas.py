"""Formulas as one line of text: MathML and TeX of web pages between dollars, OMML of office files in linear form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from ingest.readers.html.formula import formula, in_dollars, tex_in_text
from ingest.readers.office.formula import MATH, linear

SUM = "<m:naryPr><m:chr m:val='∑'/></m:naryPr>"


def mathml(inner: str, attributes: str = "") -> str:
    node = LexborHTMLParser(f"<p><math {attributes}>{inner}</math></p>").css_first("math")
    assert node is not None
    return formula(node)


def omml(inner: str) -> str:
    space = MATH.strip("{}")
    return linear(etree.fromstring(f'<m:oMath xmlns:m="{space}">{inner}</m:oMath>'))


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name: str, text: str) -> str:
    return f"<m:{name}>{run(text)}</m:{name}>"


@pytest.mark.parametrize(
    ("inner", "attributes", "expected"),
    [
        ("<mi>x</mi>", "", "$x$"),
        ("<mi>x</mi>", 'display="block"', "$$x$$"),
        ("<mi>a</mi><mo>=</mo><mn>2</mn>", "", "$a = 2$"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "", r"$\frac{1}{2}$"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "", "$x^2$"),
        ("<msup><mi>x</mi><mn>10</mn></msup>", "", "$x^{10}$"),
        ("<msub><mi>x</mi><mi>i</mi></msub>", "", "$x_i$"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "", "$x_i^2$"),
        ("<msqrt><mi>x</mi></msqrt>", "", r"$\sqrt{x}$"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "", r"$\sqrt[3]{x}$"),
        ("<mrow><mi>a</mi><mrow><mi>b</mi></mrow></mrow>", "", "$a b$"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>", "", "$∑_i^n$"),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>x_1</annotation></semantics>", "", "$x_1$"),
        ("<semantics><mi>x</mi><annotation encoding='text/plain'>other</annotation></semantics>", "", "$x$"),
        ("<mi>x</mi>", 'alttext="{\\displaystyle y}"', "$y$"),
        ("<mi>x</mi>", 'alttext="{\\textstyle a+b}"', "$a+b$"),
        ("", "", ""),
        ("<mi> </mi>", "", ""),
    ],
)
def test_mathml(inner: str, attributes: str, expected: str) -> None:
    assert mathml(inner, attributes) == expected


@pytest.mark.parametrize(
    ("source", "display", "expected"),
    [
        ("x", False, "$x$"),
        ("x", True, "$$x$$"),
        ("  a \n + b ", False, "$a + b$"),
        (r"{\displaystyle x^2}", False, "$x^2$"),
        (r"{ \textstyle x}", False, "$x$"),
        (r"{x}", False, "${x}$"),
        ("", False, ""),
        ("   ", True, ""),
        (r"{\displaystyle }", False, ""),
    ],
)
def test_tex_between_dollars(source: str, display: bool, expected: str) -> None:
    assert in_dollars(source, display=display) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        (r"with \(x^2\) inside", "with $x^2$ inside"),
        (r"\[ a = b \]", "$$a = b$$"),
        (r"\(a\) and \(b\)", "$a$ and $b$"),
        (r"\[a\] and \(b\)", "$$a$$ and $b$"),
        ("\\(a\n+ b\\)", "$a + b$"),
        (r"open \( only", r"open \( only"),
        (r"close only \)", r"close only \)"),
        (r"C:\path", r"C:\path"),
        (r"\(a\) then open \(", r"$a$ then open \("),
    ],
)
def test_the_brackets_of_a_page_that_no_script_has_read(text: str, expected: str) -> None:
    assert tex_in_text(text) == expected


@given(st.text(alphabet="\\()[]ab \n", max_size=60))
@settings(deadline=None, max_examples=60)
def test_letters_of_a_page_are_kept_whatever_the_brackets(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(c for c in words if c in "ab")

    assert letters(tex_in_text(text)) == letters(text)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("x = 2"), "x = 2"),
        (f"<m:f>{part('num', 'a')}{part('den', 'b')}</m:f>", "a/b"),
        (f"<m:f>{part('num', 'a+1')}{part('den', '2')}</m:f>", "(a+1)/2"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>", "x^2"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', 'n-1')}</m:sSup>", "x^(n-1)"),
        (f"<m:sSub>{part('e', 'x')}{part('sub', 'i')}</m:sSub>", "x_i"),
        (f"<m:sSubSup>{part('e', 'x')}{part('sub', 'i')}{part('sup', '2')}</m:sSubSup>", "x_i^2"),
        (f"<m:rad><m:deg/>{part('e', 'x')}</m:rad>", "sqrt(x)"),
        (f"<m:rad>{part('deg', '3')}{part('e', 'x')}</m:rad>", "root_3(x)"),
        (f"<m:d>{part('e', 'a')}{part('e', 'b')}</m:d>", "(a, b)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>{part('e', 'a')}</m:d>", "[a]"),
        (f"<m:func><m:fName>{run('log')}</m:fName>{part('e', 'x')}</m:func>", "log(x)"),
        (f"<m:m><m:mr>{part('e', '1')}{part('e', '0')}</m:mr><m:mr>{part('e', '0')}{part('e', '1')}</m:mr></m:m>",
         "[1, 0; 0, 1]"),
        (f"<m:nary>{SUM}{part('sub', 'i=1')}{part('sup', 'n')}{part('e', 'x')}</m:nary>",
         "sum_(i=1)^n x"),
        (f"<m:nary>{part('sub', '0')}{part('sup', '1')}{part('e', 'f')}</m:nary>", "int_(0)^1 f"),
        (f"<m:nary><m:naryPr><m:chr m:val='⋃'/></m:naryPr>{part('e', 'A')}</m:nary>", "⋃ A"),
        (f"<m:box>{part('e', 'kept')}</m:box>", "kept"),  # a part that is not known loses nothing
        (f"<m:f><m:fPr><m:type m:val='bar'/></m:fPr>{part('num', '1')}{part('den', '2')}</m:f>", "1/2"),
        ("", ""),
    ],
)  # fmt: skip
def test_omml(inner: str, expected: str) -> None:
    assert omml(inner) == expected


def test_formulas_inside_formulas() -> None:
    power = f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>"
    assert omml(f"<m:f><m:num>{power}</m:num>{part('den', 'n')}</m:f>") == "(x^2)/n"
    assert omml(f"<m:rad><m:deg/><m:e><m:f>{part('num', 'a')}{part('den', 'b')}</m:f></m:e></m:rad>") == "sqrt(a/b)"
