// The language chosen before on this browser, else the browser's own, and the tab's key to its conversation, which
// survives a reload. Gradio's radio groups get their label as a name.
(session) => {
  document.querySelectorAll('fieldset').forEach((group, i) => {
    const label = group.querySelector('[data-testid=block-info]');
    if (label) { label.id = `cp-group-${i}`; group.setAttribute('aria-labelledby', label.id); }
  });
  let kept = null;
  try { kept = localStorage.getItem('citeprep.language'); } catch {}
  const lang = kept || (navigator.language || '').toLowerCase().slice(0, 2);
  let key = '';
  try {
    key = sessionStorage.getItem('citeprep.conversation') || '';
    if (!key) {
      key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
      sessionStorage.setItem('citeprep.conversation', key);
    }
  } catch { key = ''; }
  return [session, lang === 'fr' ? 'fr' : 'en', key];
}
