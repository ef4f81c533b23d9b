// While somebody types, the server says what would be wrong, beside the fields
// and in the summary, as it would when saved; Alt with up and down moves the
// entry that has the focus; what is wrong with a file leads to its line. Without
// this, saving says the same.
const form = document.querySelector('#draft');
if (form) {
  let timer, asked = 0, changed = false;
  const check = async () => {
    const turn = ++asked, data = new URLSearchParams(new FormData(form));
    data.set('go', 'check');
    const answer = await fetch(location.href, { method: 'POST', body: data }).catch(() => null);
    if (!answer || turn != asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const old of document.querySelectorAll('[data-live]')) {
      const now = page.getElementById(old.id);
      if (!now || now.textContent == old.textContent) continue;
      const unfolded = old.querySelector('details')?.open, list = now.querySelector('details');
      if (list) list.open ||= unfolded;
      old.replaceChildren(...now.childNodes);
      const field = old.id.startsWith('w-') ? document.getElementById(old.id.slice(2)) : null;
      if (old.children.length) field?.setAttribute('aria-invalid', 'true');
      else field?.removeAttribute('aria-invalid');
    }
  };
  form.addEventListener('input', () => { changed = true; clearTimeout(timer); timer = setTimeout(check, 500); });
  form.addEventListener('submit', () => { changed = false; clearTimeout(timer); asked++; });
  addEventListener('beforeunload', e => { if (changed) e.preventDefault(); });
  document.addEventListener('click', e => {
    const link = e.target.closest('[data-at]'), field = link && document.querySelector(link.hash);
    if (!field) return;
    const [line, column] = link.dataset.at.split(':').map(Number), lines = field.value.split('\n').slice(0, line);
    const last = lines.pop() ?? '', from = lines.reduce((n, l) => n + l.length + 1, 0);
    e.preventDefault();
    const before = [...last].slice(0, column - 1).join(''), pen = document.createElement('canvas').getContext('2d');
    field.focus();
    field.setSelectionRange(from + before.length, from + last.length);
    const { fontSize, fontFamily } = getComputedStyle(field);
    pen.font = `${fontSize} ${fontFamily}`;
    field.scrollLeft = pen.measureText(before).width - field.clientWidth / 3;
    field.scrollTop = field.scrollHeight / field.value.split('\n').length * (line - 4);
  });
  form.addEventListener('keydown', e => {
    if (!e.altKey || !['ArrowUp', 'ArrowDown'].includes(e.key)) return;
    const verb = e.key == 'ArrowUp' ? 'up:' : 'down:';
    const button = e.target.closest('li,.subrow')?.querySelector(`button[value^="${verb}"]`);
    if (button) { e.preventDefault(); button.click(); }
  });
}
