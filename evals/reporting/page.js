// Filters the list of failing cases. Works on data attributes only; nothing is sent or loaded.
(() => {
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const cases = [...document.querySelectorAll("details.case")];
  if (!form) return;
  const apply = () => {
    const reason = form.elements.reason.value;
    const kind = form.elements.kind.value;
    const lang = form.elements.lang.value;
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of cases) {
      const text = item.textContent.toLowerCase();
      const fits =
        (!reason || item.dataset.reasons.split("|").includes(reason)) &&
        (!kind || item.dataset.kind === kind) &&
        (!lang || item.dataset.lang === lang) &&
        words.every((word) => text.includes(word));
      item.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = `${shown} of ${cases.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
