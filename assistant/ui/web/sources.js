// The sources panel of a tab. The cited words are brought into view inside the document; the page itself moves only when
// the learner asked; the button that opened a source is marked. Runs after events.js.
// On a phone that of the chat slides over the page, and back. Arrow keys lead to the citation before and after.
let asked = null, origin = null, step = '', inside = false;
document.addEventListener('focusin', ({ target }) => { inside = element.contains(target); });
const narrow = () => window.matchMedia('(max-width: 900px)').matches;
const slide = (over) => {
  element.toggleAttribute('data-over', over);
  document.documentElement.classList.toggle('cp-covered', over);
};
const back = () => {
  const answer = document.querySelector(element.querySelector('.cp-back')?.getAttribute('href') || 'body');
  const target = origin?.isConnected ? origin : answer;
  slide(false);
  target?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
};
const show = () => {
  const panel = element.querySelector('.cp-panel');
  if (!panel) return;
  const current = panel.dataset.current || '';
  element.closest('[role=tabpanel]')?.querySelectorAll('[data-act=select]').forEach((button) => {
    button.toggleAttribute('data-open', button.dataset.value === current && !element.contains(button));
  });
  const mark = panel.querySelector('mark'), text = panel.querySelector('.cp-doc');
  if (mark && text) {
    const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += offset - Math.max(0, (text.clientHeight - mark.offsetHeight) / 3);
  }
  if (asked === `${current}-page`) {
    asked = null;
    panel.querySelector('.cp-page-picture, .cp-page-button')?.focus();
  }
  // What had the keyboard's focus may have been drawn anew.
  if (inside && document.activeElement === document.body) panel.querySelector('h2').focus({ preventScroll: true });
  if (asked !== current) return;
  asked = null;
  if (narrow() && element.closest('#cp-side')) slide(true);
  (mark || panel).scrollIntoView({ block: narrow() ? 'center' : 'nearest' });
  if (step) panel.querySelector(`[data-step=${step}]:not([disabled])`)?.focus({ preventScroll: true });
  else if (origin && !element.contains(origin)) panel.querySelector('h2').focus({ preventScroll: true });
  step = '';
};
document.addEventListener('cp-select', (event) => {
  asked = event.detail.value;
  if (!element.contains(event.detail.from)) origin = event.detail.from;
  if (element.querySelector('.cp-panel')?.dataset.current === asked) show();
});
element.addEventListener('click', (event) => {
  step = event.target.closest('[data-step]')?.dataset.step || '';
  if (!event.target.closest('.cp-back')) return;
  event.preventDefault();
  back();
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && element.hasAttribute('data-over')) { back(); return; }
  const way = { ArrowLeft: 'previous', ArrowRight: 'next' }[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.target.closest('input, .cp-table')) return;
  element.querySelector(`[data-step=${way}]:not([disabled])`)?.click();
});
window.addEventListener('resize', () => { if (!narrow()) slide(false); });
watch('value', show);
