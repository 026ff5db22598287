// Groups of radio buttons (data-choice): what is chosen becomes the event of that name, and what had the keyboard's focus
// keeps it when the part is drawn anew, so that arrow keys go on. Runs after events.js.
let focused = '';
element.addEventListener('change', ({ target }) => {
  if (target.dataset.choice) trigger(target.dataset.choice, { value: target.value });
});
element.addEventListener('focusin', ({ target }) => { focused = target.id; });
document.addEventListener('focusin', ({ target }) => { if (!element.contains(target)) focused = ''; });
watch('value', () => {
  if (!focused || document.activeElement !== document.body) return;
  document.getElementById(focused)?.focus({ preventScroll: true });
});
