// The field is emptied when its text is sent, not when the server answers: by then it may hold the next question. What
// the server does not take, or does not receive in time, goes back in front of what was typed since. One question is on
// its way at a time, or the second could overtake the first.
const SECONDS = 10, waiting = new Map(), outbox = [];
let sent = 0, read = 0, travelling = '';
const field = () => document.querySelector('#cp-question textarea');
const write = (text) => {
  field().value = text;
  field().dispatchEvent(new Event('input', { bubbles: true }));
};
const giveBack = (text) => write([text, field().value].filter((part) => part.trim()).join('\n'));
const sendNext = () => {
  if (travelling || !outbox.length) return;
  const text = outbox.shift(), id = String(++sent);
  travelling = id;
  waiting.set(id, { text, late: false });
  trigger('ask', { value: text, id });
  setTimeout(() => {
    if (!waiting.has(id)) return;
    waiting.get(id).late = true;
    giveBack([text, ...outbox.splice(0)].join('\n'));
    travelling = '';
  }, SECONDS * 1000);
};
const send = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  outbox.push(field().value);
  write('');
  sendNext();
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target === field()) send(event);
}, true);
document.addEventListener('click', (event) => { if (event.target.closest('#cp-send')) send(event); }, true);
watch('value', () => element.querySelectorAll('[data-number]').forEach(({ dataset }) => {
  if (Number(dataset.number) <= read) return;
  read = Number(dataset.number);
  const arrived = waiting.get(dataset.sent), { text } = dataset;
  waiting.delete(dataset.sent);
  if (travelling === dataset.sent) travelling = '';
  if (arrived?.late && field().value === arrived.text) write('');
  if (text && !('only' in dataset && field().value.trim())) giveBack(text);
  sendNext();
}));
