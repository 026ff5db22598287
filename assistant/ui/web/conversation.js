// The newest exchange is kept in view while it grows, until the learner scrolls. Send and Stop take each other's place:
// the keyboard's focus goes along. Runs after events.js.
let last = '', busy = false, follow = true, held = '';
const partner = { 'cp-send': 'cp-stop', 'cp-stop': 'cp-send' };
document.addEventListener('focusin', (event) => { held = event.target.id; });
element.addEventListener('click', ({ target }) => {
  const go = target.closest('[data-go]')?.dataset.go;
  if (go) document.querySelector(`#cp-tabs button[role=tab][data-tab-id="${go}"]`)?.click();
});
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
