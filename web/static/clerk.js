// The fast grid: a key chooses an option and moves on, Enter saves the row. A row
// is a sheet, or where sheets are typed whole a unit on the one that is shown.
const form = document.querySelector('#sheets'), whole = 'whole' in form.dataset;
const lines = [...form.querySelectorAll('tbody tr')], cells = lines.map(r => [...r.querySelectorAll('input, select')]);
const at = input => { const r = lines.indexOf(input.closest('tr')); return [r, cells[r].indexOf(input)]; };
const to = (r, c) => { const cell = cells[r]?.[Math.min(c, cells[r].length - 1)]; cell?.focus(); cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); if (cell?.type == 'text') cell.select(); };
const answers = r => cells[r].filter(i => i.tagName != 'SELECT').length; // the last cell may say why a sheet is void
const onward = (r, c) => { if (c + 1 < answers(r)) to(r, c + 1); };

const jump = form.querySelector('#jump');
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
let before = '', changes = 0, kept = 0; // how many, and how many of them the server has
const dirty = () => changes > kept;
form.addEventListener('focusin', e => { before = e.target.value; });
form.addEventListener('input', e => {
  const input = e.target, keys = input.dataset.keys?.toLowerCase().split(' ');
  if (input == jump) return;
  changes++;
  if (!input.closest('tbody')) return;
  // The first of A to D may be given as 1.
  const place = 'places' in input.dataset && /^[1-9]$/.test(narrow(input.value)) && input.dataset.keys.split(' ')[narrow(input.value) - 1];
  if (place) input.value = place;
  past.push([input, before]);
  before = input.value;
  const right = check(input), typed = narrow(input.value);
  // On, unless more may follow: 1 of 1 and 10, or a second choice.
  if (keys && right && typed && !('many' in input.dataset) && !keys.some(k => k != typed && k.startsWith(typed))) onward(...at(input));
});
const undo = () => {
  const [input, value] = past.pop() ?? [];
  if (!input) return;
  changes++;
  input.value = before = value;
  check(input);
  to(...at(input));
};

// A sheet that is finished is kept on the server; the whole is finished by the button.
const said = form.querySelector('[data-saved]');
let saving = Promise.resolve();
const save = r => {
  const body = new URLSearchParams(new FormData(form)), now = changes;
  body.append('go', 'draft');
  saving = saving.then(() => fetch(form.action, { method: 'POST', body })).then(answer => {
    if (!answer.ok) throw answer;
    kept = Math.max(kept, now);
    lines[r].classList.add('saved');
    said.textContent = `${said.dataset.saved} (${r + 1})`;
  }).catch(() => { said.textContent = said.dataset.lost; });
};
const wrongIn = rows => rows.flat().find(i => !check(i));
const done = () => form.requestSubmit(form.querySelector('[value=next]'));

form.querySelector('.jump').hidden = false;
jump.addEventListener('keydown', e => {
  if (e.key != 'Enter' && e.key != 'Escape') return;
  e.preventDefault();
  if (whole && e.key == 'Enter') {
    const to = document.querySelector(`.stack li:nth-child(${+narrow(jump.value).replace(/\D/g, '') || 0}) a`);
    if (to && !wrongIn(cells)) { if (dirty()) save(last[0]); saving.then(() => { location = to.href; }); } else jump.select();
    return;
  }
  const r = e.key == 'Enter' ? +narrow(jump.value).replace(/\D/g, '') - 1 : last[0];
  if (cells[r]) { jump.value = ''; to(r, e.key == 'Enter' ? 0 : last[1]); } else jump.select();
});

let last = [0, 0]; // where the keyboard was
form.addEventListener('keydown', e => {
  if (e.isComposing || !e.target.closest('tbody')) return;
  const input = e.target, [r, c] = last = at(input), pick = input.tagName == 'SELECT';
  const words = input.type == 'text' && !input.dataset.keys; // arrows, spaces and signs belong to it
  const go = act => { e.preventDefault(); act(); };
  if (e.key == 'Enter') {
    const wrong = wrongIn(whole ? cells : [cells[r]]);
    return go(() => {
      if (wrong) return to(...at(wrong));
      if (whole && r + 1 == cells.length) return saving.then(done);
      if (dirty() || !whole) save(r);
      to(Math.min(r + 1, cells.length - 1), r + 1 < cells.length ? 0 : c);
    });
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
    if (back.value) { past.push([back, back.value]); back.value = ''; changes++; }
    to(r, c - 1);
  });
});

// Enter never sends the grid half typed.
form.addEventListener('keypress', e => { if (e.key == 'Enter' && e.target.tagName != 'BUTTON') e.preventDefault(); });

form.addEventListener('submit', e => {
  const wrong = e.submitter?.value == 'draft' ? null : wrongIn(cells);
  if (wrong) { e.preventDefault(); wrong.focus(); } else kept = changes;
});
addEventListener('beforeunload', e => { if (dirty()) e.preventDefault(); });
// Where the last draft ended.
const open = cells.findIndex(r => r.every(i => !i.value));
to(Math.max(open, 0), 0);
