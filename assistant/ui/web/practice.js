// The Practice and Exam tabs in the browser: sends what is clicked and filled in, keeps the keyboard's focus, ticks the
// exam's clock. Every message carries the learner's random name. Runs after learner.js.
const send = (act, data = {}) => {
  window.citeprepSent = (window.citeprepSent || 0) + 1;
  const zone = act === 'open' ? { zone: Intl.DateTimeFormat().resolvedOptions().timeZone } : {};
  trigger('submit', { value: JSON.stringify({ ...data, ...zone, act, learner, seq: window.citeprepSent }) });
};
const letters = (form) => {
  if (['single', 'several'].includes(form.dataset.type)) {
    return [...form.querySelectorAll('input[data-letter]:checked')].map((field) => field.value);
  }
  const given = [...form.querySelectorAll('select[data-letter]')].map((field) => field.value);
  return form.dataset.type === 'ordering' ? given.filter(Boolean) : given.some(Boolean) ? given : [];
};
const filled = (form) => {
  const data = Object.fromEntries(new FormData(form));
  if (form.dataset.type) data.letters = letters(form);
  if (form.dataset.position) data.position = Number(form.dataset.position);
  return data;
};
const ask = (text, now) => {
  const field = document.querySelector('#cp-question textarea');
  if (!field) return;
  document.querySelector('#cp-tabs button[role=tab]')?.click();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  setTimeout(() => {
    field.focus();
    if (now) document.getElementById('cp-send')?.click();
  }, 150);
};
// One answer more than allowed is taken back at once; an option stands in one place of an ordering only.
const keepRules = (field, form) => {
  if (form.dataset.type === 'several') {
    const over = letters(form).length > Number(form.dataset.choose);
    if (over) field.checked = false;
    const limit = form.querySelector('.cp-limit');
    if (limit) limit.textContent = over ? limit.dataset.text : '';
  }
  if (form.dataset.type === 'ordering' && field.value) {
    form.querySelectorAll('select[data-letter]').forEach((other) => {
      if (other !== field && other.value === field.value) other.value = '';
    });
  }
};
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (!target) return;
  const { act, value, text } = target.dataset;
  if (act === 'ask') { ask(text, target.dataset.send); return; }
  if (act === 'select') document.dispatchEvent(new CustomEvent('cp-select', { detail: { value, from: target } }));
  send(act, { value });
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  send(event.target.dataset.form, filled(event.target));
});
// A file goes to the server in pieces, as text: the first one begins anew, the last one lets it be read.
const sendFile = (file, act) => {
  const reader = new FileReader();
  reader.onload = () => {
    const text = reader.result.slice(reader.result.indexOf(',') + 1), size = 15000;
    const of = Math.max(1, Math.ceil(text.length / size));
    for (let piece = 0; piece < of; piece += 1) {
      send(act, { piece, of, name: file.name, text: text.slice(piece * size, (piece + 1) * size) });
    }
  };
  reader.readAsDataURL(file);
};
element.addEventListener('change', (event) => {
  const field = event.target, form = field.closest('form');
  if (field.dataset.read && field.files.length) { sendFile(field.files[0], field.dataset.read); field.value = ''; return; }
  if (!form) return;
  if (field.matches('[data-letter]')) keepRules(field, form);
  if (form.dataset.auto && !field.dataset.change) send(form.dataset.auto, filled(form));
  if (field.dataset.change) send(field.dataset.change, { ...filled(form), checked: field.checked });
});
// Letters and arrows, while the focus is in the question and not in a field that needs them itself.
element.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, textarea, input:is([type=number], [type=date])')) return;
  const form = element.querySelector('form[data-type]');
  if (!form) return;
  const key = event.key.toUpperCase();
  const option = form.querySelector(`input[data-letter="${CSS.escape(key)}"]`);
  const button = { N: '#cp-exam-next', P: '#cp-exam-previous', F: '#cp-exam-flag' }[key];
  const found = option || (button && element.querySelector(button));
  if (!found) return;
  event.preventDefault();
  found.click();
  if (option) option.focus();
});
let held = '', focused = element.querySelector('[data-focus]')?.dataset.focus || '';
element.addEventListener('focusin', ({ target }) => {
  held = target.id ? `#${CSS.escape(target.id)}` : target.name ? `[name="${CSS.escape(target.name)}"]` : '';
});
document.addEventListener('focusin', (event) => { if (!element.contains(event.target)) held = ''; });
// Gradio changes the fields in place, and a field keeps what was chosen in it for the question before: what the server
// drew counts.
const asDrawn = () => {
  element.querySelectorAll('input[data-letter], input[type=checkbox]').forEach((field) => {
    field.checked = field.hasAttribute('checked');
  });
  element.querySelectorAll('select').forEach((field) => {
    const drawn = field.querySelector('option[selected]') || field.options[0];
    if (drawn) field.value = drawn.value;
  });
  element.querySelectorAll('textarea, input:is([type=number], [type=date])').forEach((field) => { field.value = field.defaultValue; });
  element.querySelectorAll('.cp-limit').forEach((limit) => { limit.textContent = ''; });
};
let made = '';
watch('value', () => {
  asDrawn();
  const link = element.querySelector('a[data-made]');
  if (link && link.dataset.made !== made) { made = link.dataset.made; link.click(); }
  const goal = element.querySelector('[data-focus]');
  if (goal && goal.dataset.focus !== '0' && goal.dataset.focus !== focused) {
    focused = goal.dataset.focus;
    goal.focus();
  } else if (held && document.activeElement === document.body) {
    element.querySelector(held)?.focus({ preventScroll: true });
  }
});
