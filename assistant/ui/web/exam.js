// The exam's clock: the server says how many seconds are left, the browser counts them down, and both meet again every
// half minute, when the page comes back to the front, and at the end. Runs after practice.js.
let ends = null, met = 0, warned = null;
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
const set = () => {
  const shown = clock();
  ends = shown ? Date.now() + 1000 * Number(shown.dataset.left) : null;
  met = Date.now();
  const current = element.querySelector('.cp-map [aria-current]'), map = current?.closest('.cp-map');
  if (map && map.scrollWidth > map.clientWidth) map.scrollLeft = current.offsetLeft - map.clientWidth / 2;
  tick();
};
watch('value', set);
setInterval(tick, 500);
document.addEventListener('visibilitychange', () => { if (!document.hidden && clock()) meet(); });
set();
