// Search in the open document: places are painted over (the text itself stays as it is), Enter leads to the next one.
// Runs after sources.js.
const painted = 'cp-found-places';
let places = [], at = -1;
const paint = () => {
  const doc = element.querySelector('.cp-doc'), field = element.querySelector('.cp-find-words');
  const told = element.querySelector('.cp-find-told');
  places = []; at = -1;
  const words = field?.value.trim().toLowerCase() || '';
  if (doc && words) {
    const texts = document.createTreeWalker(doc, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode, said = node.data.toLowerCase();
      for (let from = said.indexOf(words); from >= 0; from = said.indexOf(words, from + words.length)) {
        const range = new Range();
        range.setStart(node, from); range.setEnd(node, Math.min(node.length, from + words.length));
        places.push(range);
      }
    }
  }
  if (window.Highlight) {
    if (places.length) CSS.highlights.set(painted, new Highlight(...places));
    else CSS.highlights.delete(painted);
  }
  if (told) told.textContent = words ? (places.length ? `0 / ${places.length}` : told.dataset.none) : '';
};
element.addEventListener('input', ({ target }) => { if (target.matches('.cp-find-words')) paint(); });
element.addEventListener('submit', (event) => {
  if (!event.target.matches('.cp-find')) return;
  event.preventDefault();
  if (!places.length) return;
  at = (at + 1) % places.length;
  const doc = element.querySelector('.cp-doc');
  const offset = places[at].getBoundingClientRect().top - doc.getBoundingClientRect().top;
  doc.scrollTop += offset - doc.clientHeight / 3;
  element.querySelector('.cp-find-told').textContent = `${at + 1} / ${places.length}`;
});
watch('value', paint);
