// While somebody types, the server says what would be wrong, beside the fields
// and in the summary, as it would when saved; Alt with up and down moves the
// entry that has the focus. Without this, saving says the same.
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
  form.addEventListener('keydown', e => {
    if (!e.altKey || !['ArrowUp', 'ArrowDown'].includes(e.key)) return;
    const verb = e.key == 'ArrowUp' ? 'up:' : 'down:';
    const button = e.target.closest('li,.subrow')?.querySelector(`button[value^="${verb}"]`);
    if (button) { e.preventDefault(); button.click(); }
  });
}
