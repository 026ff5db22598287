// Text size and theme are this browser's: applied at once, remembered here. Exam and length are remembered here too and
// told to the server when the page opens. A key never is. Runs after forms.js.
const STORE = 'citeprep.settings', REMEMBERED = ['exam', 'length', 'size', 'theme'];
const read = () => { try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; } };
const remember = (name, value) => {
  try { localStorage.setItem(STORE, JSON.stringify({ ...read(), [name]: value })); } catch {}
};
const prefers = matchMedia('(prefers-color-scheme: dark)');
const apply = () => {
  const { size = '100', theme = 'system' } = read();
  document.documentElement.style.fontSize = Number(size) > 100 ? `${Number(size)}%` : '';
  document.body.classList.toggle('dark', theme === 'dark' || (theme === 'system' && prefers.matches));
  for (const [name, value] of Object.entries({ size, theme })) {
    const field = element.querySelector(`select[name=${name}]`);
    if (field) field.value = value;
  }
};
document.addEventListener('change', ({ target }) => {
  if (target.tagName !== 'SELECT' || !REMEMBERED.includes(target.dataset.change)) return;
  remember(target.dataset.change, target.value);
  apply();
});
prefers.addEventListener('change', apply);
watch('value', apply);
apply();
const before = read();
if (before.exam || before.length) setTimeout(() => send('restore', { exam: before.exam, length: before.length }), 0);
// A copy of all data that is to come back: it goes up, then the server is told.
element.addEventListener('change', async ({ target }) => {
  const { upload: act, most } = target.dataset, [file] = target.files || [];
  if (!act || !file) return;
  try { send(act, { path: file.size > Number(most) ? '' : (await upload(file)).path }); } catch { send(act, { path: '' }); }
});
// The panel folds away when something else is clicked, and with Escape.
document.addEventListener('click', (event) => {
  if (!element.contains(event.target)) element.querySelector('details')?.removeAttribute('open');
});
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  element.querySelector('details')?.removeAttribute('open');
  element.querySelector('summary')?.focus();
});
