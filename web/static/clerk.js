// The fast grid: a key chooses an option and moves on, Enter saves the sheet.
const form = document.querySelector('#sheets'), grid = form.querySelector('tbody');
const cells = [...grid.rows].map(r => [...r.querySelectorAll('input, select')]);
const at = input => { const r = [...grid.rows].indexOf(input.closest('tr')); return [r, cells[r].indexOf(input)]; };
const to = (r, c) => { const cell = cells[r]?.[c]; cell?.focus(); cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); if (cell?.type == 'text') cell.select(); };
const answers = r => cells[r].length - 1; // the last cell says why a sheet is void
const onward = (r, c) => { if (c + 1 < answers(r)) to(r, c + 1); };

// As Chinese keyboards write them: ２ is 2, ！ is !.
const narrow = s => s.replace(/[！-～]/g, x => String.fromCharCode(x.charCodeAt() - 0xfee0)).trim().toLowerCase();

const check = input => {
  if (!input.dataset.keys) return true;
  const keys = input.dataset.keys.toLowerCase().split(' '), typed = narrow(input.value).split(/[ ,、]+/).filter(Boolean);
  const right = typed.every(x => x == '!' ? typed.length == 1 : keys.includes(x));
  if (right) input.removeAttribute('aria-invalid'); else input.setAttribute('aria-invalid', 'true');
  return right;
};

// What was changed, the last at the end: [cell, its value before].
const past = [];
let before = '', dirty = false;
grid.addEventListener('focusin', e => { before = e.target.value; });
grid.addEventListener('input', e => {
  const input = e.target, keys = input.dataset.keys?.toLowerCase().split(' ');
  dirty = true;
  past.push([input, before]);
  before = input.value;
  const right = check(input), typed = narrow(input.value);
  // On, unless more may follow: 1 of 1 and 10, or a second choice.
  if (keys && right && typed && !('many' in input.dataset) && !keys.some(k => k != typed && k.startsWith(typed))) onward(...at(input));
});
const undo = () => {
  const [input, value] = past.pop() ?? [];
  if (!input) return;
  input.value = before = value;
  check(input);
  to(...at(input));
};

// A sheet that is finished is kept on the server; the whole is finished by the button.
const said = form.querySelector('[data-saved]');
let saving = Promise.resolve();
const save = r => {
  const body = new URLSearchParams(new FormData(form));
  body.append('go', 'draft');
  saving = saving.then(() => fetch(form.action, { method: 'POST', body })).then(answer => {
    if (!answer.ok) throw answer;
    grid.rows[r].classList.add('saved');
    said.textContent = `${said.dataset.saved} (${r + 1})`;
  }).catch(() => { said.textContent = said.dataset.lost; });
};

const jump = form.querySelector('#jump');
form.querySelector('.jump').hidden = false;
jump.addEventListener('keydown', e => {
  if (e.key != 'Enter' && e.key != 'Escape') return;
  e.preventDefault();
  const r = e.key == 'Enter' ? +narrow(jump.value).replace(/\D/g, '') - 1 : last[0];
  if (cells[r]) { jump.value = ''; to(r, e.key == 'Enter' ? 0 : last[1]); } else jump.select();
});

let last = [0, 0]; // where the keyboard was
grid.addEventListener('keydown', e => {
  if (e.isComposing) return;
  const input = e.target, [r, c] = last = at(input), pick = input.tagName == 'SELECT';
  const words = input.type == 'text' && !input.dataset.keys; // arrows, spaces and signs belong to it
  const go = act => { e.preventDefault(); act(); };
  if (e.key == 'Enter') {
    const wrong = cells[r].find(i => !check(i));
    return go(() => { if (wrong) return to(...at(wrong)); save(r); to(Math.min(r + 1, cells.length - 1), r + 1 < cells.length ? 0 : c); });
  }
  if (e.key == 'z' && (e.ctrlKey || e.metaKey)) return go(undo);
  if (pick) { if (e.key == 'ArrowLeft') go(() => to(r, c - 1)); return; }
  const [start, end] = words ? [input.selectionStart == 0 && input.selectionEnd == 0, input.selectionEnd == input.value.length] : [true, true];
  const move = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: start && [r, c - 1], ArrowRight: end && [r, c + 1] }[e.key];
  if (move) go(() => to(...move));
  else if (words) return;
  else if (e.key == '/') go(() => { jump.focus(); jump.select(); });
  else if (e.key == ' ' && !('many' in input.dataset && input.value)) go(() => onward(r, c));
  else if (e.key == 'Backspace' && !input.value && c > 0) go(() => {
    const back = cells[r][c - 1];
    if (back.value) { past.push([back, back.value]); back.value = ''; dirty = true; }
    to(r, c - 1);
  });
});

// Enter never sends the grid half typed.
form.addEventListener('keypress', e => { if (e.key == 'Enter' && e.target.tagName != 'BUTTON') e.preventDefault(); });

form.addEventListener('submit', e => {
  const wrong = e.submitter?.name ? null : cells.flat().find(i => !check(i));
  if (wrong) { e.preventDefault(); wrong.focus(); } else dirty = false;
});
addEventListener('beforeunload', e => { if (dirty) e.preventDefault(); });
// Where the last draft ended.
const open = cells.findIndex(r => r.every(i => !i.value));
to(Math.max(open, 0), 0);
