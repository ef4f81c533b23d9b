// Comfort for a sheet of marks: keys of a grid, what is still open, one row at
// a time on a narrow screen. The form works without any of it.
for (const sheet of document.querySelectorAll('.marksheet')) {
  const $$ = (sel, of = sheet) => [...of.querySelectorAll(sel)];
  const cells = $$('.cell'), people = $$('.person'), cap = Number(sheet.dataset.cap);
  const set = (name, value) => $$(`[data-${name}]`).forEach((e) => { e.textContent = value; });
  const open = (cell) => !cell.querySelector(':checked');
  const best = (person) => person.querySelector('.tot input');
  const enter = (cell) => {
    show(people.indexOf(cell.closest('.person')));
    (cell.querySelector(':checked') || cell.querySelector('input:enabled')).focus();
  };
  let at = 0;
  const show = (n) => {
    at = Math.max(0, Math.min(people.length - 1, n));
    people.forEach((p, i) => p.classList.toggle('now', i === at));
    set('at', at + 1);
  };
  const update = () => {
    const left = cells.filter(open).length, top = people.filter((p) => best(p)?.checked).length;
    set('open', left);
    set('done', cells.length - left);
    for (const b of $$('[data-next]')) b.hidden = left === 0;
    if (cap) {
      set('left', Math.max(0, cap - top));
      for (const e of $$('[data-full]')) e.textContent = top >= cap ? e.dataset.text : '';
      for (const p of people) best(p).disabled = top >= cap && !best(p).checked;
    }
    for (const p of people) {
      const n = $$('.cell', p).filter(open).length, says = p.querySelector('[data-lacks]');
      p.classList.toggle('short', n > 0);
      says.textContent = n ? `${says.dataset.text} ${n}` : '';
    }
  };
  const next = (from) => {
    const i = cells.indexOf(from) + 1, cell = [...cells.slice(i), ...cells].find(open);
    if (cell) enter(cell);
  };
  sheet.addEventListener('change', update);
  sheet.addEventListener('keydown', (e) => {
    const cell = e.target.closest('.cell');
    if (!cell || e.ctrlKey || e.metaKey || e.altKey) return;
    const row = cell.parentElement, i = [...row.children].indexOf(cell), r = people.indexOf(row.parentElement);
    const to = { ArrowLeft: row.children[i - 1], ArrowRight: row.children[i + 1],
      ArrowUp: people[r - 1]?.rows[0].children[i], ArrowDown: people[r + 1]?.rows[0].children[i] }[e.key];
    const mark = $$('label', cell).find((l) => l.firstElementChild.nextSibling.textContent.toLowerCase() === e.key.toLowerCase());
    if (e.key.startsWith('Arrow') && getComputedStyle(row).display === 'table-row') {
      e.preventDefault();
      if (to?.matches('.cell')) enter(to);
    } else if (mark && !mark.control.disabled) {
      mark.control.checked = true;
      mark.control.focus();
      update();
    } else if (e.key === 'Enter') {
      e.preventDefault();
      next(cell);
    }
  });
  sheet.addEventListener('keypress', (e) => { if (e.key === 'Enter' && e.target.type === 'radio') e.preventDefault(); }); // hands nothing in
  for (const b of $$('[data-turn]')) {
    b.addEventListener('click', () => { show(at + Number(b.dataset.turn)); sheet.scrollIntoView(); });
  }
  for (const b of $$('[data-next]')) b.addEventListener('click', () => next(cells.find((c) => c.contains(document.activeElement))));
  for (const a of document.querySelectorAll('.wrong a')) {
    a.addEventListener('click', () => show(people.findIndex((p) => p.contains(document.querySelector(a.hash)))));
  }
  sheet.classList.add('live');
  $$('.turns').forEach((e) => { e.hidden = false; });
  update();
  show(people.findIndex((p) => p.matches(':has(.err)')));
}
