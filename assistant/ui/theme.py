"""How the page looks (theme, page.css) and the few lines of JavaScript it needs.

The scripts only do what must happen in the browser: raise events for what is clicked, bring the cited words into
view, copy, download, remember the language. No request is made by any of them.
"""

from __future__ import annotations

import json
from importlib import resources

import gradio as gr

from assistant.ui.locale import load_labels
from ingest.schema import LANGS

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO_FONTS = ("ui-monospace", "Cascadia Code", "Menlo", "Consolas", "monospace")

# Clicks on what `render` marks with data-act become events of the component.
EVENTS_JS = """
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (!target) return;
  const { act, value } = target.dataset;
  if (act === 'copy') { copy(target); return; }
  if (act === 'select') document.dispatchEvent(new CustomEvent('cp-select', { detail: { value, from: target } }));
  trigger(act, { value });
});
const copy = async (button) => {
  const { text, done } = button.dataset, before = button.textContent;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area); area.select(); document.execCommand('copy'); area.remove(); button.focus();
  }
  button.textContent = done;
  setTimeout(() => { button.textContent = before; }, 1500);
};
"""

# The newest exchange is kept in view while it grows, until the learner scrolls. Send and Stop take each other's place:
# the keyboard's focus goes along.
CONVERSATION_JS = (
    EVENTS_JS
    + """
let last = '', busy = false, follow = true, held = '';
const partner = { 'cp-send': 'cp-stop', 'cp-stop': 'cp-send' };
document.addEventListener('focusin', (event) => { held = event.target.id; });
const keepFocus = () => {
  if (document.activeElement === document.body) document.getElementById(partner[held])?.focus();
};
for (const moved of ['wheel', 'touchmove']) {
  document.addEventListener(moved, () => { follow = false; }, { passive: true });
}
watch('value', () => {
  setTimeout(keepFocus, 100);
  const newest = element.querySelector('.cp-exchange:last-child');
  const id = newest ? newest.id : '', news = id !== last, growing = busy;
  busy = element.querySelector('.cp-log')?.getAttribute('aria-busy') === 'true';
  last = id;
  if (news) follow = true;
  if (!newest || !follow || !(news || growing)) return;
  const composer = document.getElementById('cp-composer');
  const covered = getComputedStyle(composer).position === 'sticky' ? composer.offsetHeight + 20 : 20;
  newest.style.scrollMarginBottom = `${covered}px`;
  const tall = newest.offsetHeight > window.innerHeight - covered;
  newest.scrollIntoView({ block: tall ? 'start' : 'nearest' });
});
"""
)

# The cited words are brought into view inside the document; the page itself moves only when the learner asked.
SOURCES_JS = (
    EVENTS_JS
    + """
let asked = null, origin = null;
const show = () => {
  const panel = element.querySelector('.cp-panel');
  if (!panel) return;
  const current = panel.dataset.current || '';
  document.querySelectorAll('#cp-conversation [data-act=select]').forEach((button) => {
    button.toggleAttribute('data-open', button.dataset.value === current);
  });
  const mark = panel.querySelector('mark'), text = panel.querySelector('.cp-doc');
  if (mark && text) {
    const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += offset - Math.max(0, (text.clientHeight - mark.offsetHeight) / 3);
  }
  if (asked !== current) return;
  asked = null;
  const narrow = window.matchMedia('(max-width: 900px)').matches;
  (mark || panel).scrollIntoView({ block: narrow ? 'center' : 'nearest' });
  if (origin && !element.contains(origin)) panel.querySelector('h2').focus({ preventScroll: true });
};
document.addEventListener('cp-select', (event) => {
  asked = event.detail.value;
  if (!element.contains(event.detail.from)) origin = event.detail.from;
  if (element.querySelector('.cp-panel')?.dataset.current === asked) show();
});
element.addEventListener('click', (event) => {
  const back = event.target.closest('.cp-back');
  if (!back) return;
  event.preventDefault();
  const answer = document.querySelector(back.getAttribute('href'));
  const target = origin && origin.isConnected ? origin : answer;
  if (!target) return;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
});
watch('value', show);
"""
)

# The field is emptied when its text is sent, not when the server answers: by then it may hold the next question. What
# the server does not take, or does not receive in time, goes back in front of what was typed since. One question is on
# its way at a time, or the second could overtake the first.
SENDER_JS = """
const SECONDS = 10, waiting = new Map(), outbox = [];
let sent = 0, read = 0, travelling = '';
const field = () => document.querySelector('#cp-question textarea');
const write = (text) => {
  field().value = text;
  field().dispatchEvent(new Event('input', { bubbles: true }));
};
const giveBack = (text) => write([text, field().value].filter((part) => part.trim()).join('\\n'));
const sendNext = () => {
  if (travelling || !outbox.length) return;
  const text = outbox.shift(), id = travelling = String(++sent);
  waiting.set(id, { text, late: false });
  trigger('ask', { value: text, id });
  setTimeout(() => {
    if (!waiting.has(id)) return;
    waiting.get(id).late = true;
    giveBack([text, ...outbox.splice(0)].join('\\n'));
    travelling = '';
  }, SECONDS * 1000);
};
const send = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  outbox.push(field().value);
  write('');
  sendNext();
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target === field()) send(event);
}, true);
document.addEventListener('click', (event) => { if (event.target.closest('#cp-send')) send(event); }, true);
watch('value', () => element.querySelectorAll('[data-number]').forEach(({ dataset }) => {
  if (Number(dataset.number) <= read) return;
  read = Number(dataset.number);
  const arrived = waiting.get(dataset.sent), { text } = dataset;
  waiting.delete(dataset.sent);
  if (travelling === dataset.sent) travelling = '';
  if (arrived?.late && field().value === arrived.text) write('');
  if (text && !('only' in dataset && field().value.trim())) giveBack(text);
  sendNext();
}));
"""

DOWNLOAD_JS = """(text) => {
  if (!text) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  link.download = 'conversation.md';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}"""

# The language chosen before on this browser, else the browser's own, and the tab's key to its conversation, which
# survives a reload. Gradio's radio groups get their label as a name.
OPEN_JS = """(session) => {
  document.querySelectorAll('fieldset').forEach((group, i) => {
    const label = group.querySelector('[data-testid=block-info]');
    if (label) { label.id = `cp-group-${i}`; group.setAttribute('aria-labelledby', label.id); }
  });
  let kept = null;
  try { kept = localStorage.getItem('citeprep.language'); } catch {}
  const lang = kept || (navigator.language || '').toLowerCase().slice(0, 2);
  let key = '';
  try {
    key = sessionStorage.getItem('citeprep.conversation') || '';
    if (!key) {
      key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
      sessionStorage.setItem('citeprep.conversation', key);
    }
  } catch { key = ''; }
  return [session, lang === 'fr' ? 'fr' : 'en', key];
}"""


def language_js() -> str:
    """After a change of language: the document's language and title, and remember it."""
    titles = json.dumps({lang: load_labels(lang)("page.title") for lang in LANGS})
    return f"""(lang) => {{
  document.documentElement.lang = lang;
  document.title = ({titles})[lang];
  try {{ localStorage.setItem('citeprep.language', lang); }} catch {{}}
}}"""


def css() -> str:
    """The style sheets."""
    folder = resources.files("assistant.ui")
    return "\n".join(
        folder.joinpath(name).read_text(encoding="utf-8")
        for name in ("page.css", "practice.css", "check.css", "quality.css")
    )


def build_theme() -> gr.themes.Base:
    """Quiet colours and the system's own fonts; the details are in page.css."""
    theme = gr.themes.Base(font=list(_FONTS), font_mono=list(_MONO_FONTS), radius_size="md", text_size="md")
    return theme.set(
        body_background_fill="#f6f5f1",
        body_background_fill_dark="#13171c",
        body_text_color="#1d2530",
        body_text_color_dark="#e5e9ee",
        body_text_color_subdued="#56606d",
        body_text_color_subdued_dark="#a5afbb",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b2128",
        background_fill_secondary="#f6f5f1",
        background_fill_secondary_dark="#13171c",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_label_text_color="#1d2530",
        block_label_text_color_dark="#e5e9ee",
        block_title_text_color="#1d2530",
        block_title_text_color_dark="#e5e9ee",
        border_color_primary="#d9d5cb",
        border_color_primary_dark="#36404b",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b2128",
        input_border_color="#828993",
        input_border_color_dark="#66717e",
        input_border_color_focus="#1d5a7a",
        input_border_color_focus_dark="#8cc4e4",
        input_placeholder_color="#666f7a",
        input_placeholder_color_dark="#97a2ae",
        color_accent="#1d5a7a",
        color_accent_soft="#e4eef4",
        color_accent_soft_dark="#1f3442",
        button_primary_background_fill="#1d5a7a",
        button_primary_background_fill_hover="#174a65",
        button_primary_background_fill_dark="#2a6c8f",
        button_primary_background_fill_hover_dark="#33799e",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_hover="#ecebe5",
        button_secondary_background_fill_dark="#232b34",
        button_secondary_background_fill_hover_dark="#2c3641",
        button_secondary_border_color="#c9c5ba",
        button_secondary_border_color_dark="#44505d",
        button_cancel_background_fill="#a32a22",
        button_cancel_background_fill_hover="#8a221b",
        button_cancel_background_fill_dark="#a83a32",
        button_cancel_text_color="#ffffff",
        link_text_color="#1d5a7a",
        link_text_color_dark="#8cc4e4",
    )
