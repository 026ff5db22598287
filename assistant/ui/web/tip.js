// The quote behind a number, while the pointer or the keyboard is on it. Escape puts it away. Runs after events.js.
const tip = Object.assign(document.createElement('div'), { className: 'cp-tip', hidden: true });
tip.setAttribute('aria-hidden', 'true'); // the number's own name tells title and place to a screen reader
(element.closest('.gradio-container') || document.body).append(tip);
const away = () => { tip.hidden = true; };
const tell = ({ target }) => {
  const chip = target.closest?.('[data-tip]');
  if (!chip || !element.contains(chip)) { away(); return; }
  const [title, quote] = JSON.parse(chip.dataset.tip);
  tip.replaceChildren(
    Object.assign(document.createElement('b'), { textContent: title }),
    Object.assign(document.createElement('span'), { textContent: quote }),
  );
  tip.hidden = false;
  const box = chip.getBoundingClientRect(), wide = tip.offsetWidth, high = tip.offsetHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - wide - 8))}px`;
  tip.style.top = `${box.top > high + 12 ? box.top - high - 6 : box.bottom + 6}px`;
};
element.addEventListener('mouseover', tell);
element.addEventListener('focusin', tell);
element.addEventListener('mouseleave', away);
element.addEventListener('focusout', away);
document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') away(); });
document.addEventListener('scroll', away, { passive: true, capture: true });
