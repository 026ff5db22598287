// Clicks on what the page draws with data-act become events of the component; a copy is made here.
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-act]');
  if (!target) return;
  const { act, value } = target.dataset;
  if (act === 'copy') { copy(target); return; }
  if (act === 'select') document.dispatchEvent(new CustomEvent('cp-select', { detail: { value, from: target } }));
  trigger(act, { value });
});
const copy = async (button) => {
  const { text, done } = button.dataset, before = button.textContent;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area); area.select(); document.execCommand('copy'); area.remove(); button.focus();
  }
  button.textContent = done;
  setTimeout(() => { button.textContent = before; }, 1500);
};
