// Comfort for pages of results: sorts a heat table in place where the server
// would answer a link, finds rows while one types, prints. Without script the
// links and the form do the same.
for (const b of document.querySelectorAll('[data-act=print]')) {
  b.hidden = false;
  b.addEventListener('click', () => print());
}
const table = document.querySelector('.heat');
if (table) {
  const body = table.tBodies[0];
  const value = (row, column) => parseFloat(row.cells[column].dataset.v ?? 'NaN');
  table.tHead.addEventListener('click', e => {
    const link = e.target.closest('a.v');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const head = link.closest('th'), column = head.cellIndex, up = head.getAttribute('aria-sort') !== 'ascending';
    table.querySelectorAll('[aria-sort]').forEach(h => h.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    body.querySelectorAll('.cut').forEach(r => r.classList.remove('cut'));
    const rows = [...body.rows].sort((a, b) => {
      const x = value(a, column), y = value(b, column);
      return isNaN(x) || isNaN(y) ? isNaN(x) - isNaN(y) : (x - y) * (up ? 1 : -1);
    });
    body.append(...rows);
  });
  document.querySelector('[data-find]')?.addEventListener('input', e => {
    const text = e.target.value.trim().toLowerCase();
    for (const row of body.rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(text);
  });
}
