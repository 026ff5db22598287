"""The document of `source` printed by ten producers: `python -m evals.reading.producers FOLDER`.

Needs what prints: Chromium, LibreOffice, TeX Live, Ghostscript and pandoc of the system, and in the Python that runs it
typst, weasyprint, reportlab and cairocffi. Each file is made by itself; a producer that is missing is named and left
out. Knows nothing of readers.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.reading.source import BLOCKS, TITLE, rows

Produce = Callable[[Path, Path], None]


def main() -> None:
    """Print the document with each producer into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:] or list(PRODUCERS)
    for name in wanted:
        with tempfile.TemporaryDirectory() as work:
            try:
                PRODUCERS[name](Path(work), folder / f"{name}.pdf")
            except (ImportError, OSError, subprocess.CalledProcessError) as error:
                sys.stderr.write(f"{name}: left out ({type(error).__name__}: {error})\n")


def _run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=300)


def _html(style: str) -> str:
    parts = [f"<html lang='fr'><head><meta charset='utf-8'><title>{TITLE}</title><style>{style}</style></head><body>"]
    parts.append(f"<h1>{TITLE}</h1>")
    for kind, content in BLOCKS:
        if kind in ("h2", "p"):
            parts.append(f"<{kind}>{html.escape(str(content))}</{kind}>")
        elif kind == "ul":
            assert isinstance(content, list)
            parts.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in content) + "</ul>")
        elif kind == "code":
            assert isinstance(content, list)
            parts.append("<pre>" + html.escape("\n".join(content)) + "</pre>")
        else:
            head, *body = rows()
            parts.append("<table><tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>")
            parts.extend("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
            parts.append("</table>")
    return "".join(parts) + "</body></html>"


def chromium(work: Path, target: Path) -> None:
    """A page printed from the browser, with its header and footer; table with lines."""
    page = work / "cours.html"
    style = "body{font-family:sans-serif;font-size:11pt} table{border-collapse:collapse} td,th{border:1px solid #888}"
    page.write_text(_html(style), encoding="utf-8")
    _run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work / 'profile'}",
        f"--print-to-pdf={target.resolve()}", page.as_uri(), cwd=work,
    )  # fmt: skip


def weasyprint(work: Path, target: Path) -> None:
    """Two columns, hyphenated, the table ruled across only."""
    from weasyprint import HTML

    style = (
        "@page{size:A4;margin:2cm;@bottom-center{content:counter(page)}} body{font-size:10pt;columns:2;column-gap:1cm;"
        "text-align:justify;hyphens:auto} h1{column-span:all} th,td{border-bottom:1px solid #ccc;padding:2px 6px;"
        "text-align:left;hyphens:none} table{border-collapse:collapse;font-size:8pt} pre{font-size:8pt}"
    )
    HTML(string=_html(style)).write_pdf(str(target))


def writer(work: Path, target: Path) -> None:
    """LibreOffice Writer from a web page; table with lines."""
    page = work / "cours.html"
    style = "td,th{border:1px solid #000;padding:2pt}"
    page.write_text(_html(style), encoding="utf-8")
    _soffice(page, "pdf:writer_web_pdf_Export", work, target)


def impress(work: Path, target: Path) -> None:
    """LibreOffice Impress: a slide for each section, its sentences as bullets (no table and no code on slides)."""
    slides: list[tuple[str, list[str]]] = [(TITLE, [])]
    for kind, content in BLOCKS:
        if kind == "h2":
            slides.append((str(content), []))
        elif kind == "p":
            slides[-1][1].append(str(content))
        elif kind in ("ul", "code"):
            assert isinstance(content, list)
            slides[-1][1].extend(str(item).strip() for item in content)
        else:
            slides[-1][1].extend(" ".join(row) for row in rows())
    deck = work / "cours.fodp"
    deck.write_text(_flat_deck(slides), encoding="utf-8")
    _soffice(deck, "pdf", work, target)


_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "office": "office", "style": "style", "text": "text", "draw": "drawing", "presentation": "presentation",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
_DECK_STYLES = """<office:automatic-styles>
<style:page-layout style:name="PL"><style:page-layout-properties fo:page-width="28cm" fo:page-height="15.75cm"/>
</style:page-layout>
<style:style style:name="T" style:family="paragraph">
<style:text-properties fo:font-size="28pt" fo:font-weight="bold"/></style:style>
<style:style style:name="P" style:family="paragraph"><style:text-properties fo:font-size="14pt"/></style:style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.6cm"/>
</text:list-level-style-bullet></text:list-style></office:automatic-styles>
<office:master-styles><style:master-page style:name="M" style:page-layout-name="PL"/></office:master-styles>"""


def _flat_deck(slides: list[tuple[str, list[str]]]) -> str:
    """Slides as the one XML file that LibreOffice opens."""
    spaces = " ".join(f'xmlns:{name}="{_NAMESPACE}:{address}:1.0"' for name, address in _SPACES.items())
    pages = "".join(_slide(number, title, items) for number, (title, items) in enumerate(slides))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.presentation">{_DECK_STYLES}'
        f"<office:body><office:presentation>{pages}</office:presentation></office:body></office:document>"
    )


def _slide(number: int, title: str, items: list[str]) -> str:
    bullets = "".join(
        f'<text:list-item><text:p text:style-name="P">{html.escape(item)}</text:p></text:list-item>' for item in items
    )
    frames = (
        ("1cm", "2cm", f'<text:p text:style-name="T">{html.escape(title)}</text:p>'),
        ("4cm", "10cm", f'<text:list text:style-name="L">{bullets}</text:list>'),
    )
    drawn = "".join(
        f'<draw:frame svg:x="2cm" svg:y="{y}" svg:width="24cm" svg:height="{height}">'
        f"<draw:text-box>{inside}</draw:text-box></draw:frame>"
        for y, height, inside in frames
    )
    return f'<draw:page draw:name="p{number}" draw:master-page-name="M">{drawn}</draw:page>'


def _soffice(source: Path, filter_name: str, work: Path, target: Path) -> None:
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", filter_name, "--outdir", str(work), str(source), cwd=work)
    shutil.copy(source.with_suffix(".pdf"), target)


def _tex(text: str) -> str:
    text = text.replace("&", r"\&").replace("%", r"\%").replace("_", r"\_").replace("#", r"\#")
    return text.replace("’", "'")


def _latex(preamble: str, *, guillemets: tuple[str, str] = ("«", "»"), rule: bool = True) -> str:
    parts = [preamble, r"\begin{document}", rf"\title{{{_tex(TITLE)}}}\author{{}}\date{{}}\maketitle"]
    for kind, content in BLOCKS:
        if kind == "h2":
            parts.append(rf"\section{{{_tex(str(content))}}}")
        elif kind == "p":
            text = _tex(str(content)).replace("« ", guillemets[0] + "~").replace(" »", "~" + guillemets[1])
            parts.append(text + "\n")
        elif kind == "ul":
            assert isinstance(content, list)
            parts.append(r"\begin{itemize}" + "".join(rf"\item {_tex(i)}" for i in content) + r"\end{itemize}")
        elif kind == "code":
            assert isinstance(content, list)
            parts.append("\\begin{verbatim}\n" + "\n".join(content) + "\n\\end{verbatim}\n")
        else:
            lines = [" & ".join(_tex(cell) for cell in row) + r"\\" for row in rows()]
            top, middle, bottom = (r"\toprule", r"\midrule", r"\bottomrule") if rule else ("", "", "")
            head, *body = lines
            parts.append(rf"\begin{{center}}\begin{{tabular}}{{llll}}{top} {head} {middle}")
            parts.extend(body)
            parts.append(rf"{bottom}\end{{tabular}}\end{{center}}")
    return "\n".join([*parts, r"\end{document}"])


def _compile(engine: str, text: str, work: Path, target: Path) -> None:
    (work / "cours.tex").write_text(text, encoding="utf-8")
    for _ in range(2):
        _run(engine, "-interaction=batchmode", "cours.tex", cwd=work)
    shutil.copy(work / "cours.pdf", target)


def pdflatex(work: Path, target: Path) -> None:
    """pdfTeX with its first encoding: accents are drawn over their letters; table without lines."""
    preamble = (
        r"\documentclass[11pt]{article}\usepackage[utf8]{inputenc}\usepackage[english,french]{babel}"
        r"\usepackage[margin=3cm]{geometry}"
    )
    _compile("pdflatex", _latex(preamble, guillemets=(r"\og", r"\fg"), rule=False), work, target)


def pdflatex_t1(work: Path, target: Path) -> None:
    """pdfTeX with T1 and Latin Modern, two columns, hyphenated; table ruled across only."""
    preamble = (
        r"\documentclass[10pt,twocolumn]{article}\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}"
        r"\usepackage{lmodern,booktabs}\usepackage[english,french]{babel}\usepackage[margin=2cm]{geometry}"
    )
    _compile("pdflatex", _latex(preamble), work, target)


def xelatex(work: Path, target: Path) -> None:
    """XeTeX with an OpenType font; table ruled across only."""
    preamble = (
        r"\documentclass[11pt]{article}\usepackage{fontspec,booktabs}\setmainfont{DejaVu Serif}"
        r"\setmonofont{DejaVu Sans Mono}\usepackage[margin=3cm]{geometry}"
    )
    _compile("xelatex", _latex(preamble), work, target)


def typst(work: Path, target: Path) -> None:
    """Typst, justified and hyphenated; table with lines."""
    import typst as compiler

    parts = [f'#set text(lang: "fr", size: 11pt)\n#set par(justify: true)\n= {TITLE}\n']
    for kind, content in BLOCKS:
        if kind == "h2":
            parts.append(f"== {content}\n")
        elif kind == "p":
            parts.append(str(content).replace("_", r"\_") + "\n")
        elif kind == "ul":
            assert isinstance(content, list)
            parts.append("\n".join(f"- {item}" for item in content) + "\n")
        elif kind == "code":
            assert isinstance(content, list)
            parts.append("```\n" + "\n".join(content) + "\n```\n")
        else:
            cells = ", ".join(f"[{cell}]" for row in rows() for cell in row)
            parts.append(f"#table(columns: 4, {cells})\n")
    source = work / "cours.typ"
    source.write_text("\n".join(parts), encoding="utf-8")
    compiler.compile(str(source), output=str(target))


def reportlab(work: Path, target: Path) -> None:
    """ReportLab's flowing layout; table without lines."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, Preformatted, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(TITLE, styles["Heading1"])]
    for kind, content in BLOCKS:
        if kind == "h2":
            story.append(Paragraph(html.escape(str(content)), styles["Heading2"]))
        elif kind == "p":
            story.append(Paragraph(html.escape(str(content)), styles["BodyText"]))
        elif kind == "ul":
            assert isinstance(content, list)
            items = [Paragraph(html.escape(item), styles["BodyText"]) for item in content]
            story.append(ListFlowable(items, bulletType="bullet"))
        elif kind == "code":
            assert isinstance(content, list)
            story.append(Preformatted("\n".join(content), styles["Code"]))
        else:
            story.append(Table(rows()))
    SimpleDocTemplate(str(target)).build(story)


def pandoc(work: Path, target: Path) -> None:
    """pandoc from Markdown by way of XeTeX."""
    parts = [f"---\ntitle: {TITLE}\nmainfont: DejaVu Serif\nmonofont: DejaVu Sans Mono\n---\n"]
    for kind, content in BLOCKS:
        if kind == "h2":
            parts.append(f"## {content}\n")
        elif kind == "p":
            parts.append(str(content).replace("_", r"\_") + "\n")
        elif kind == "ul":
            assert isinstance(content, list)
            parts.append("\n".join(f"- {item}" for item in content) + "\n")
        elif kind == "code":
            assert isinstance(content, list)
            parts.append("```\n" + "\n".join(content) + "\n```\n")
        else:
            head, *body = rows()
            lines = [f"| {' | '.join(head)} |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in body)]
            parts.append("\n".join(lines) + "\n")
    source = work / "cours.md"
    source.write_text("\n".join(parts), encoding="utf-8")
    _run("pandoc", str(source), "--pdf-engine=xelatex", "-o", str(target.resolve()), cwd=work)


class _Pen:
    """Places lines on the pages of a cairo surface, from the top down."""

    def __init__(self, target: Path) -> None:
        import cairocffi

        self.surface = cairocffi.PDFSurface(str(target), 595, 842)
        self.y = 60.0
        self._context = cairocffi.Context(self.surface)

    def line(self, text: str, size: float, *, x: float = 60, bold: bool = False, mono: bool = False) -> None:
        """Write a line and go on below it."""
        if self.y > 780:
            self.surface.show_page()
            self.y = 60
        self._context.select_font_face("DejaVu Sans Mono" if mono else "DejaVu Sans", 0, 1 if bold else 0)
        self._context.set_font_size(size)
        self._context.move_to(x, self.y)
        self._context.show_text(text)
        self.y += 1.3 * size

    def wrapped(self, text: str, x: float = 60) -> None:
        """Write a paragraph."""
        self._context.select_font_face("DejaVu Sans")
        self._context.set_font_size(10)
        current = ""
        for word in text.split():
            if self._context.text_extents(f"{current} {word}")[4] > 535 - x:
                self.line(current, 10, x=x)
                current = word
            else:
                current = f"{current} {word}".strip()
        self.line(current, 10, x=x)
        self.y += 9

    def row(self, cells: list[str]) -> None:
        """Write cells beside each other."""
        top = self.y
        for x, cell in zip((60, 180, 280, 380), cells, strict=True):
            self.y = top
            self.line(cell, 10, x=x)
        self.y = top + 15


def cairo(work: Path, target: Path) -> None:
    """cairo's text calls: every line is placed by hand; table without lines."""
    pen = _Pen(target)
    pen.line(TITLE, 20, bold=True)
    for kind, content in BLOCKS:
        pen.y += 8
        if kind == "h2":
            pen.line(str(content), 14, bold=True)
        elif kind == "p":
            pen.wrapped(str(content))
        elif kind == "table":
            for row in rows():
                pen.row(row)
        else:
            assert isinstance(content, list)
            for item in content:
                if kind == "code":
                    pen.line(item, 9, mono=True)
                else:
                    pen.wrapped(f"• {item}", 75)
    pen.surface.finish()


def ghostscript(work: Path, target: Path) -> None:
    """A file of pdfTeX written anew by Ghostscript."""
    first = work / "first.pdf"
    pdflatex_t1(work, first)
    _run(
        "gs",
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pdfwrite",
        f"-sOutputFile={target.resolve()}",
        str(first),
        cwd=work,
    )


PRODUCERS: dict[str, Produce] = {
    "chromium": chromium,
    "writer": writer,
    "impress": impress,
    "pdflatex": pdflatex,
    "pdflatex-t1": pdflatex_t1,
    "xelatex": xelatex,
    "typst": typst,
    "reportlab": reportlab,
    "weasyprint": weasyprint,
    "pandoc": pandoc,
    "cairo": cairo,
    "ghostscript": ghostscript,
}

if __name__ == "__main__":
    main()
