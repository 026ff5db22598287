// The library in the browser: files that are chosen or dropped go up one by one, and only then is the server told; while
// the index is built the server is asked every second how far it is; a document that is chosen is gone to. After forms.js.
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-pick], [data-act=choose]');
  if (!target) return;
  if (target.dataset.pick) choose(target.dataset.pick === 'folder'); else document.dispatchEvent(new CustomEvent('cp-choose'));
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
let chosen = false;
document.addEventListener('cp-choose', () => { chosen = true; });
watch('value', () => {
  if (chosen) element.querySelector('h2[tabindex]')?.focus();
  chosen = false;
});
setInterval(() => { if (element.querySelector('[data-running]') && !document.hidden) send('sync'); }, 1000);
