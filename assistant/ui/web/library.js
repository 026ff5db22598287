// The library in the browser: sends what is clicked, filled in, chosen and dropped; files go up one by one, and only
// then is the server told. While the index is built the server is asked every second how far it is.
const send = (act, data = {}) => trigger('submit', { value: JSON.stringify({ ...data, act }) });
const typed = new Map();
const filled = (form) => Object.fromEntries(new FormData(form));
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act], [data-pick]');
  if (!target) return;
  const { act, value, pick } = target.dataset;
  if (act === 'choose') document.dispatchEvent(new CustomEvent('cp-choose'));
  if (pick) choose(pick === 'folder'); else send(act, { value });
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  send(event.target.dataset.form, filled(event.target));
  for (const field of event.target.elements) typed.delete(field.id);
});
let typing = 0, held = '', cursor = null;
const filter = (field) => {
  const form = field.closest('form[data-auto]');
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(() => send(form.dataset.auto, filled(form)), 300);
};
element.addEventListener('input', ({ target }) => {
  if (target.matches('input') && target.id) typed.set(target.id, target.value);
  cursor = target.selectionStart ?? null;
  filter(target);
});
element.addEventListener('change', ({ target }) => {
  if (target.dataset.change) send(target.dataset.change, { [target.name]: target.value });
});
const zone = () => element.querySelector('.cp-drop');
const choose = (folder) => {
  const field = Object.assign(document.createElement('input'), { type: 'file', multiple: true, webkitdirectory: folder });
  field.addEventListener('change', () => bring([...field.files].map((file) => [file, file.webkitRelativePath || file.name])));
  field.click();
};
const bring = async (files) => {
  const { most, mostZip, atOnce, sending } = zone().dataset, said = () => element.querySelector('.cp-sending');
  const sent = [], large = [], lost = [];
  let number = 0;
  for (const [file, name] of files.slice(0, Number(atOnce) + 1)) {
    number += 1;
    if (said()) said().textContent = sending.replace('{n}', number).replace('{total}', files.length).replace('{name}', name);
    const limit = Number(/\.zip$/i.test(name) ? mostZip : most);
    if (file.size > limit) { large.push({ name }); continue; }
    try { sent.push({ path: (await upload(file)).path, name }); } catch { lost.push({ name }); }
  }
  if (said()) said().textContent = '';
  if (number) send('add', { files: sent, large, lost });
};
const inFolder = (reader) => new Promise((done) => {
  const all = [];
  const next = () => reader.readEntries((some) => {
    if (some.length) { all.push(...some); next(); } else done(all);
  }, () => done(all));
  next();
});
const filesOf = async (entry, path) => {
  if (entry.isFile) {
    const file = await new Promise((done) => entry.file(done, () => done(null)));
    return file ? [[file, path + entry.name]] : [];
  }
  const inside = [];
  for (const one of await inFolder(entry.createReader())) {
    if (!one.name.startsWith('.')) inside.push(...await filesOf(one, `${path}${entry.name}/`));
  }
  return inside;
};
const over = (event, on) => {
  if (!zone() || ![...(event.dataTransfer?.types || [])].includes('Files')) return;
  event.preventDefault();
  zone().classList.toggle('is-over', on);
};
element.addEventListener('dragover', (event) => over(event, true));
element.addEventListener('dragleave', (event) => over(event, false));
element.addEventListener('drop', async (event) => {
  over(event, false);
  // Both are gone after the first wait: a folder is an entry, what a program made may be a file only.
  const items = [...event.dataTransfer.items].map((item) => [item.webkitGetAsEntry?.(), item.getAsFile?.()]);
  const found = [];
  for (const [entry, file] of items) {
    if (entry) found.push(...await filesOf(entry, ''));
    else if (file) found.push([file, file.name]);
  }
  bring(found);
});
// What was focused and typed before the part was drawn anew stays; a document that was chosen is gone to.
element.addEventListener('focusin', ({ target }) => {
  const { act, value, pick } = target.dataset;
  held = target.id ? `#${CSS.escape(target.id)}` : pick ? `[data-pick="${pick}"]`
    : act ? `[data-act="${act}"]${value ? `[data-value="${CSS.escape(value)}"]` : ''}` : '';
});
document.addEventListener('focusin', (event) => { if (!element.contains(event.target)) held = ''; });
const opened = [...element.querySelectorAll('details[open]')].map((one) => one.id);
element.addEventListener('toggle', ({ target }) => {
  if (!target.id) return;
  const at = opened.indexOf(target.id);
  if (target.open && at < 0) opened.push(target.id);
  if (!target.open && at >= 0) opened.splice(at, 1);
}, true);
let chosen = false;
document.addEventListener('cp-choose', () => { chosen = true; });
watch('value', () => {
  const heading = element.querySelector('h2[tabindex]');
  if (chosen && heading) heading.focus();
  chosen = false;
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  element.querySelectorAll('select').forEach((field) => {
    const drawn = field.querySelector('option[selected]') || field.options[0];
    if (drawn) field.value = drawn.value;
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
setInterval(() => { if (element.querySelector('[data-running]') && !document.hidden) send('sync'); }, 1000);
