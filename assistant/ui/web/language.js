// After a change of language: the document's language and title, and remember it. `titles` are by language.
(titles) => (lang) => {
  document.documentElement.lang = lang;
  document.title = titles[lang];
  try { localStorage.setItem('citeprep.language', lang); } catch {}
}
