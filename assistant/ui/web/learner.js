// Who the learner is: a random name, kept in this browser only. Whoever knows it sees what is kept under it.
// biome-ignore lint/correctness/noUnusedVariables: the scripts that run after this one use it.
const learner = (() => {
  let id = window.citeprepLearner || '';
  try { id = localStorage.getItem('citeprep.learner') || id; } catch {}
  if (!/^[0-9a-f]{32}$/.test(id)) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
    try { localStorage.setItem('citeprep.learner', id); } catch {}
  }
  window.citeprepLearner = id;
  return id;
})();
