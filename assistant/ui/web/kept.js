// The list of conversations: sends what is clicked, typed and filled in, keeps the keyboard's focus, closes with Escape.
// Runs after learner.js.
const send = (act, data = {}) => trigger('submit', { value: JSON.stringify({ ...data, act, learner }) });
const filled = (form) => Object.fromEntries(new FormData(form));
let typing = null, focused = '0';
element.addEventListener('click', ({ target }) => {
  const clicked = target.closest('[data-act]');
  if (clicked) send(clicked.dataset.act, { value: clicked.dataset.value });
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  send(event.target.dataset.form, filled(event.target));
});
element.addEventListener('input', ({ target }) => {
  if (!target.dataset.change) return;
  clearTimeout(typing);
  typing = setTimeout(() => send(target.dataset.change, filled(target.form)), 200);
});
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !element.querySelector('.cp-kept-drawer')) return;
  event.preventDefault();
  send(element.querySelector('#cp-kept-rename') ? 'keep_title' : 'toggle');
});
// After what the learner did, the focus goes to the field that opened, else to the way back, else to where it came from.
watch('value', () => {
  const bar = element.querySelector('.cp-kept');
  if (!bar || bar.dataset.focus === focused) return;
  focused = bar.dataset.focus;
  const goal = ['#cp-kept-rename', '#cp-kept-undo', '#cp-kept-search', '#cp-kept-open'].map((id) => element.querySelector(id));
  const found = goal.find((one) => one);
  found?.focus();
  if (found?.id === 'cp-kept-rename') found.select();
});
