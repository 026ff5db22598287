// The address says where one is, `#/chat/<conversation>` or `#/<tab>`: the back button, a reload and a bookmark lead
// there. It stays in the browser: what follows "#" is sent to no server. Runs after kept.js.
const buttons = () => [...document.querySelectorAll('#cp-tabs button[role=tab][data-tab-id]')];
const shownTab = () => buttons().find((one) => one.getAttribute('aria-selected') === 'true')?.dataset.tabId || 'chat';
const asked = () => {
  const [, tab = 'chat', id = ''] = location.hash.split('/');
  return { tab: tab || 'chat', id };
};
const current = () => element.querySelector('.cp-kept')?.dataset.current || '';
const address = (tab) => (tab === 'chat' && current() ? `#/chat/${current()}` : `#/${tab}`);
let leading = false, opening = null;
const go = (to, how) => {
  const here = location.hash || '#/chat';
  if (here !== to) history[how](null, '', to);
};
const select = (tab) => {
  const button = buttons().find((one) => one.dataset.tabId === tab);
  if (!button || shownTab() === tab) return;
  leading = true;
  button.click();
  leading = false;
};
document.addEventListener('click', ({ target }) => {
  const button = target.closest('#cp-tabs button[role=tab][data-tab-id]');
  if (button && !leading) go(address(button.dataset.tabId), 'pushState');
});
// A link to a place of the page leads there and leaves the address alone: it would name no tab, and lead to the chat.
document.addEventListener('click', (event) => {
  const place = event.target.closest('a[href^="#cp-"]')?.getAttribute('href');
  const goal = place && !event.defaultPrevented ? document.querySelector(place) : null;
  if (!goal) return;
  event.preventDefault();
  goal.scrollIntoView({ block: 'start' });
  (goal.matches('[tabindex]') ? goal : goal.querySelector('button, [tabindex]'))?.focus({ preventScroll: true });
});
window.addEventListener('popstate', () => {
  const { tab, id } = asked();
  select(tab);
  if (tab !== 'chat' || id === current()) return;
  opening = id;
  send(id ? 'open' : 'new', { value: id });
});
let before = null;
watch('value', () => {
  const bar = element.querySelector('.cp-kept');
  if (!bar) return;
  try { sessionStorage.setItem('citeprep.run', bar.dataset.run); } catch {}
  const first = before === null, same = before === current();
  const begun = before === '' && !first;
  before = current();
  if (first) {
    select(asked().tab);
    if (asked().tab === 'chat') go(address('chat'), 'replaceState');
    return;
  }
  if (same && opening === null) return;
  const led = opening === current();
  opening = null;
  if (shownTab() === 'chat') go(address('chat'), led || begun ? 'replaceState' : 'pushState');
});
