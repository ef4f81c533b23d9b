// The sum of weights that must be 100 in all, while one types. Without script
// the server says it when the form is sent.
for (const said of document.querySelectorAll('[data-sum]')) {
  const weights = [...said.closest('fieldset').querySelectorAll('input[type=number]')];
  const tell = () => {
    const sum = weights.reduce((all, w) => all + (w.valueAsNumber || 0), 0);
    said.textContent = said.dataset.sum.replace('\u2211', String(Math.round(sum * 1e6) / 1e6));
    said.className = sum === 100 ? 'note' : 'msg';
  };
  weights.forEach(w => w.addEventListener('input', tell));
}
