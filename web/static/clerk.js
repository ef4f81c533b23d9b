// The fast grid: a key chooses an option and moves on, arrows and Enter move.
const grid = document.querySelector('#sheets tbody');
const cells = [...grid.rows].map(r => [...r.querySelectorAll('input')]);
const at = input => { const r = [...grid.rows].indexOf(input.closest('tr')); return [r, cells[r].indexOf(input)]; };
const to = (r, c) => { const cell = cells[r]?.[c]; cell?.focus(); if (cell?.type == 'text') cell.select(); };
const after = (r, c) => c + 1 < cells[r].length - 1 ? to(r, c + 1) : to(r + 1, 0); // past the mark for void sheets

// As Chinese keyboards write them: ２ is 2, ！ is !.
const narrow = s => s.replace(/[！-～]/g, x => String.fromCharCode(x.charCodeAt() - 0xfee0)).trim().toLowerCase();

const check = input => {
  if (!input.dataset.keys) return true;
  const keys = input.dataset.keys.toLowerCase().split(' '), typed = narrow(input.value).split(/[ ,、]+/).filter(Boolean);
  const right = typed.every(x => x == '!' ? typed.length == 1 : keys.includes(x)) && ('many' in input.dataset || typed.length < 2);
  input.toggleAttribute('aria-invalid', !right);
  if (!right) input.setAttribute('aria-invalid', 'true');
  return right;
};

grid.addEventListener('input', e => {
  const input = e.target, keys = input.dataset.keys?.toLowerCase().split(' ');
  const right = check(input), typed = narrow(input.value);
  // On, unless more may follow: 1 of 1 and 10, or a second choice.
  if (keys && right && typed && !('many' in input.dataset) && !keys.some(k => k != typed && k.startsWith(typed))) after(...at(input));
});
grid.addEventListener('keydown', e => {
  if (e.isComposing) return;
  const [r, c] = at(e.target), text = e.target.type == 'text' && !e.target.dataset.keys;
  const [start, end] = text ? [e.target.selectionStart == 0, e.target.selectionEnd == e.target.value.length] : [true, true];
  const move = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: start && [r, c - 1], ArrowRight: end && [r, c + 1] }[e.key];
  if (e.key == 'Enter') { e.preventDefault(); after(r, c); } else if (move) { e.preventDefault(); to(...move); }
});

// Enter never sends the grid half typed.
grid.addEventListener('keypress', e => { if (e.key == 'Enter') e.preventDefault(); });

let dirty = false;
grid.addEventListener('input', () => { dirty = true; });
grid.closest('form').addEventListener('submit', e => {
  const wrong = cells.flat().find(i => !check(i));
  if (wrong) { e.preventDefault(); wrong.focus(); } else dirty = false;
});
addEventListener('beforeunload', e => { if (dirty) e.preventDefault(); });
cells[0][0].focus();
