// Comfort for a sheet of marks: keys of a grid, what is still open, one row at
// a time where it is narrow. The form works without any of it.
export const live = sheet => {
  const all = (sel, of = sheet) => [...of.querySelectorAll(sel)];
  const form = sheet.closest('form'), people = all('.person'), cells = all('.cell');
  const rows = people.map(p => all('.cell', p)), turns = [...form.querySelectorAll('.turn,.at')], last = form.querySelector('.last');
  const grid = () => getComputedStyle(people[0].rows[0]).display == 'table-row';
  const set = (name, value) => { for (const e of form.querySelectorAll(`[data-${name}]`)) e.textContent = value; };
  let at = 0, evaluate;

  const show = (n, top) => {
    at = Math.max(0, Math.min(people.length - 1, n));
    people.forEach((p, i) => p.classList.toggle('now', i == at));
    for (const s of all('.part')) s.classList.toggle('has', s.contains(people[at]));
    set('at', at + 1);
    foot();
    if (top && !grid()) sheet.scrollIntoView();
  };
  // At the last of them, and once nothing is open, the sheet can be checked.
  const foot = () => {
    const end = at == people.length - 1 || !cells.some(c => c.classList.contains('open'));
    for (const b of form.querySelectorAll('[data-turn="1"]')) b.hidden = at == people.length - 1;
    last.hidden = !end && !grid();
  };
  const enter = cell => {
    show(rows.findIndex(r => r.includes(cell)));
    (cell.querySelector(':checked') || cell.querySelector('input:enabled')).focus();
  };

  const answers = row => {
    const a = {};
    for (const i of all('input:checked,textarea,input:not([type])', row)) if (i.value.trim()) a[i.name.slice(i.name.lastIndexOf('/') + 1)] = [i.value.trim()];
    return a;
  };
  const beside = row => {
    const why = all(':checked', row).map(i => i.dataset.why);
    let given;
    for (const q of all('[data-item]', row)) {
      const asked = 'reason' in q.dataset ? why.includes(q.dataset.item) || all('.err', q).length > 0 : true;
      q.classList.toggle('on', asked && (!q.dataset.when || !evaluate || evaluate(JSON.parse(q.dataset.when), given ??= answers(row)) === true));
    }
  };
  const lack = row => {
    let n = 0;
    for (const c of rows[people.indexOf(row)]) {
      const open = !c.querySelector(':checked');
      c.classList.toggle('open', open);
      if (open) n++;
    }
    row.classList.toggle('short', n > 0);
    for (const e of all(`[data-lacks="${row.id.slice(2)}"]`)) e.textContent = n ? `${e.dataset.text} ${n}` : '';
  };
  const tally = () => {
    const open = all('.cell.open').length;
    set('open', open);
    set('done', cells.length - open);
    for (const b of all('[data-next]')) b.hidden = !open;
    for (const cap of all('[data-cap]')) {
      const best = all(`[data-part="${cap.dataset.of}"] [data-best]`), left = cap.dataset.cap - best.filter(i => i.checked).length;
      cap.querySelector('[data-left]').textContent = Math.max(0, left);
      const full = cap.querySelector('[data-full]'), text = left > 0 ? '' : full.dataset.text;
      if (full.textContent != text) full.textContent = text; // a screen reader says it
      for (const i of best) i.disabled = left <= 0 && !i.checked;
    }
    foot();
  };
  const changed = row => { lack(row); beside(row); tally(); };
  const mark = input => {
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event('input', { bubbles: true })); // what is kept on the device
    changed(input.closest('.person'));
  };
  const next = from => {
    const i = cells.indexOf(from) + 1, cell = [...cells.slice(i), ...cells].find(c => c.classList.contains('open'));
    if (cell) enter(cell);
  };

  sheet.addEventListener('change', e => { const row = e.target.closest('.person'); if (row) changed(row); });
  sheet.addEventListener('keydown', e => {
    const cell = e.target.closest('.cell');
    if (!cell || e.ctrlKey || e.metaKey || e.altKey) return;
    const r = rows.findIndex(row => row.includes(cell)), i = rows[r].indexOf(cell);
    const to = { ArrowLeft: rows[r][i - 1], ArrowRight: rows[r][i + 1], ArrowUp: rows[r - 1]?.[i], ArrowDown: rows[r + 1]?.[i], Home: rows[r][0], End: rows[r][rows[r].length - 1] };
    const letter = all('label', cell).find(l => l.querySelector('b').textContent.toLowerCase() == e.key.toLowerCase());
    if (e.key in to && grid()) {
      e.preventDefault();
      if (to[e.key]) enter(to[e.key]);
    } else if (letter && !letter.control.disabled) mark(letter.control);
    else if (e.key == 'Enter') {
      e.preventDefault();
      next(cell);
    }
  });
  sheet.addEventListener('keypress', e => { if (e.key == 'Enter' && e.target.type == 'radio') e.preventDefault(); }); // hands nothing in
  for (const b of form.querySelectorAll('[data-turn]')) b.addEventListener('click', () => show(at + +b.dataset.turn, true));
  for (const b of all('[data-next]')) b.addEventListener('click', () => next(cells.find(c => c.contains(document.activeElement)) ?? rows[at][0]));
  for (const a of document.querySelectorAll('.sum a,.whose a')) {
    a.addEventListener('click', () => {
      const to = document.getElementById(decodeURIComponent(a.hash.slice(1)));
      if (to) show(people.findIndex(p => p.contains(to)));
      const list = a.closest('details');
      if (list) list.open = false;
    });
  }
  // A swipe turns to the next one, a tap does not.
  let down;
  sheet.addEventListener('touchstart', e => { down = e.touches.length == 1 && e.touches[0]; }, { passive: true });
  sheet.addEventListener('touchend', e => {
    const up = e.changedTouches[0], x = down && up.clientX - down.clientX, y = down && up.clientY - down.clientY;
    if (down && !grid() && Math.abs(x) > 70 && Math.abs(x) > 3 * Math.abs(y)) show(at + (x < 0 ? 1 : -1), true);
    down = null;
  }, { passive: true });

  sheet.classList.add('live');
  for (const e of turns) e.hidden = false;
  if (sheet.querySelector('[data-when]')) import('./branch.js').then(m => { evaluate = m.evaluate; people.forEach(beside); }, () => {});
  people.forEach(beside);
  tally();
  const wanted = /^#r-(\d+)$/.exec(location.hash);
  show(wanted ? wanted[1] - 1 : people.findIndex(p => p.querySelector('.err')));
  addEventListener('resize', foot);
};
