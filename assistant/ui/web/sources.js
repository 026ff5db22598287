// The sources panel of a tab. The cited words are brought into view inside the document; the page itself moves only when
// the learner asked; the button that opened a source is marked. Runs after events.js.
let asked = null, origin = null;
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
  const target = origin?.isConnected ? origin : answer;
  if (!target) return;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
});
watch('value', show);
