// Clicks on what the page draws with data-act become events of the component; a copy is made here.
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (!target) return;
  const { act, value } = target.dataset;
  if (act === 'copy') { copy(target); return; }
  if (act === 'check') { check(target.dataset.text); return; }
  if (act === 'select') document.dispatchEvent(new CustomEvent('cp-select', { detail: { value, from: target } }));
  trigger(act, { value });
});
// The text goes into the field of the Check tab, which is made when the tab is opened for the first time.
const check = (text) => {
  document.querySelector('#cp-tabs button[role=tab][data-tab-id=check]')?.click();
  let looks = 0;
  const put = () => {
    const field = document.querySelector('#cp-check-text textarea');
    if (!field) { if (++looks < 100) setTimeout(put, 50); return; }
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  };
  put();
};
const copy = async (button) => {
  const { text, done } = button.dataset, before = button.textContent;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area); area.select(); document.execCommand('copy'); area.remove(); button.focus();
  }
  button.textContent = done;
  setTimeout(() => { button.textContent = before; }, 1500);
};
