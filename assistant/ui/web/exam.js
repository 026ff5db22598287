// The exam's clock: the server says how many seconds are left, the browser counts them down, and both meet again every
// half minute, when the page comes back to the front, and at the end. Runs after practice.js.
let ends = null, met = 0, warned = null, lost = false, asked = 0;
const clock = () => element.querySelector('.cp-clock');
const tick = () => {
  const shown = clock();
  if (!shown || ends === null) return;
  const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const text = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  const face = shown.querySelector('.cp-time');
  if (face.textContent !== text) face.textContent = text;
  // A warning's moment has come: the server says it in words.
  const next = Number(shown.dataset.next || 0);
  const due = next > 0 && left <= next && warned !== next;
  if (due) warned = next;
  if (due || left === 0 || Date.now() - met > 30000) meet();
};
const meet = () => {
  if (Date.now() - met < 1000) return;
  met = Date.now();
  send('sync');
};
// Whether the server still answers is asked every few seconds while an exam runs, and told at once when it does not; when
// it is back, what is on the page is sent again.
const tell = () => {
  const line = element.querySelector('.cp-lost');
  if (line) line.textContent = lost ? line.dataset.text : '';
};
const listen = async () => {
  if (!clock() || Date.now() - asked < 3000) return;
  asked = Date.now();
  const before = lost, root = window.gradio_config?.root || '';
  try {
    lost = !(await fetch(`${root}/gradio_api/app_id`, { cache: 'no-store', signal: AbortSignal.timeout(2500) })).ok;
  } catch { lost = true; }
  tell();
  if (before && !lost) {
    document.querySelector('#cp-exam form[data-auto] [data-letter]')?.dispatchEvent(new Event('change', { bubbles: true }));
    met = 0;
    meet();
  }
};
const set = () => {
  const shown = clock();
  if (!shown && element.dataset.drawn) document.querySelectorAll('.cp-offer').forEach((offer) => { offer.remove(); });
  if (shown) element.dataset.drawn = 'yes';
  tell();
  ends = shown ? Date.now() + 1000 * Number(shown.dataset.left) : null;
  met = Date.now();
  const current = element.querySelector('.cp-map [aria-current]'), map = current?.closest('.cp-map');
  if (map && map.scrollWidth > map.clientWidth) map.scrollLeft = current.offsetLeft - map.clientWidth / 2;
  tick();
};
watch('value', set);
setInterval(tick, 500);
setInterval(listen, 500);
document.addEventListener('visibilitychange', () => { if (!document.hidden && clock()) meet(); });
set();
