// Parts that are drawn with forms: sends what is clicked (data-act), filled in (data-form), typed (data-auto) and chosen
// (data-change) as one event with JSON. What was focused, typed and unfolded before a part was drawn anew stays so.
const send = (act, data = {}) => trigger('submit', { value: JSON.stringify({ ...data, act }) });
const filled = (form) => Object.fromEntries(new FormData(form));
const typed = new Map();
let typing = 0, held = '', cursor = null;
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (target) send(target.dataset.act, { value: target.dataset.value });
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const { target } = event, { form, busy } = target.dataset, said = element.querySelector('.cp-status');
  send(form, filled(target));
  if (busy && said) said.textContent = busy;
  // A trial may fail: what was typed for it stays, but for a key, which is sent once.
  for (const field of target.elements) if (!busy || field.type === 'password') typed.delete(field.id);
});
element.addEventListener('input', ({ target }) => {
  if (target.id && !target.dataset.change) typed.set(target.id, target.value);
  cursor = target.selectionStart ?? null;
  const form = target.closest('form[data-auto]');
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(() => send(form.dataset.auto, filled(form)), 300);
});
element.addEventListener('change', ({ target }) => {
  if (target.dataset.change) send(target.dataset.change, { [target.name]: target.value });
});
element.addEventListener('focusin', ({ target }) => {
  const { act, value, pick } = target.dataset;
  held = target.id ? `#${CSS.escape(target.id)}` : pick ? `[data-pick="${pick}"]`
    : act ? `[data-act="${act}"]${value ? `[data-value="${CSS.escape(value)}"]` : ''}` : '';
});
document.addEventListener('focusin', (event) => { if (!element.contains(event.target)) held = ''; });
const opened = new Set([...element.querySelectorAll('details[open]')].map((one) => one.id));
element.addEventListener('toggle', ({ target }) => {
  if (target.id) opened[target.open ? 'add' : 'delete'](target.id);
}, true);
watch('value', () => {
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  element.querySelectorAll('select').forEach((field) => {
    const drawn = field.querySelector('option[selected]') || field.options[0];
    field.value = typed.get(field.id) ?? drawn?.value;
  });
  element.querySelectorAll('input:not([type=hidden])').forEach((field) => {
    field.value = typed.get(field.id) ?? field.defaultValue;
  });
  if (held && document.activeElement === document.body) {
    const goal = element.querySelector(held);
    goal?.focus({ preventScroll: true });
    if (goal?.type === 'search' && cursor !== null) goal.setSelectionRange(cursor, cursor);
  }
});
