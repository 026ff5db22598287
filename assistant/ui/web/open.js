// The page opens: the language chosen before on this browser, else the browser's own; who comes, the conversation of the
// address, and the run of the program that this tab spoke to last. Gradio's radio groups get their label as a name.
// Runs after learner.js.
(session) => {
  document.querySelectorAll('fieldset').forEach((group, i) => {
    const label = group.querySelector('[data-testid=block-info]');
    if (label) { label.id = `cp-group-${i}`; group.setAttribute('aria-labelledby', label.id); }
  });
  let kept = null, run = '';
  try { kept = localStorage.getItem('citeprep.language'); run = sessionStorage.getItem('citeprep.run') || ''; } catch {}
  const lang = kept || (navigator.language || '').toLowerCase().slice(0, 2);
  const conversation = /^#\/chat\/([0-9a-f]{32})$/.exec(location.hash)?.[1] || '';
  return [session, lang === 'fr' ? 'fr' : 'en', JSON.stringify({ learner, conversation, run })];
}
