// Better with script, complete without: keeps a draft in this tab only, counts
// answers, hides questions that do not apply.
const all = (sel, root = document) => [...root.querySelectorAll(sel)], one = sel => document.querySelector(sel);

document.documentElement.classList.add('js');
const open = name => { try { return window[name]; } catch { return { getItem() {}, setItem() {} }; } };
const store = open('sessionStorage');
// The drafts of a poll are kept by unit.
const forget = poll => { for (const k of Object.keys(store)) if (k.startsWith('draft:' + poll + '/')) store.removeItem(k); };

// What is handed in, or waits here to be, is the business of send.js.
const handIn = () => import(one('[data-send]').dataset.send).then(m => m.begin(forget, open('localStorage')));

const start = () => {
  one('#sum')?.focus();
  const print = one('[data-act=print]');
  if (print) { print.hidden = false; print.onclick = () => window.print(); }

  // A code may stand in the fragment of a link, which browsers never send.
  const code = one('#code'), link = /^#code=(.+)/.exec(location.hash);
  if (code && link) { code.value = decodeURIComponent(link[1]); history.replaceState(null, '', location.pathname + location.search); }

  // The ballot is in: forget its drafts.
  const done = one('[data-done]');
  if (done) forget(done.dataset.done);
  const form = one('form.poll');
  if (form) fill(form);
};

const fill = form => {
  const { draft } = form.dataset, box = /radio|checkbox/;
  const entries = () => [...new FormData(form)].filter(([n]) => /^a\.|^(key|salt)$/.test(n));
  const save = () => draft && store.setItem('draft:' + draft, JSON.stringify(entries()));

  // A new form: the key and salt of this browser, then what was filled in before.
  const fresh = 'fresh' in form.dataset;
  if (fresh) {
    for (const n of ['key', 'salt']) form.elements[n].value = [...crypto.getRandomValues(new Uint8Array(32))].map(b => b.toString(16).padStart(2, '0')).join('');
    const seen = {};
    for (const [n, v] of JSON.parse(store.getItem('draft:' + draft) || '[]')) {
      const fields = all(`[name="${CSS.escape(n)}"]`, form), at = seen[n] = (seen[n] ?? -1) + 1;
      if (!fields.length) { const i = document.createElement('input'); i.type = 'hidden'; i.name = n; i.value = v; form.append(i); }
      for (const [i, f] of fields.entries()) if (box.test(f.type)) f.checked ||= f.value == v; else if (i == at) f.value = v;
    }
  }

  // Questions that may not apply stay hidden until it is known whether they do.
  const conditions = all('[data-if]').map(el => [el, JSON.parse(el.dataset.if)]);
  let evaluate = conditions.length && (() => false);
  const questions = all('.q:not(.note)'), count = one('[data-count]');
  const answers = () => {
    const a = {};
    for (const [n, v] of entries()) if (n.startsWith('a.') && v.trim()) (a[n.slice(2)] ??= []).push(v.trim());
    return a;
  };
  const refresh = () => {
    for (const [el, tree] of conditions) {
      el.hidden = evaluate(tree, answers()) !== true;
      for (const i of all('[name]', el)) i.disabled = el.hidden;
    }
    if (!count) return;
    const a = answers(), asked = questions.filter(q => !q.hidden);
    const full = asked.filter(q => all('[name]', q).every(i => a[i.name.slice(2)]));
    const b = count.querySelector('b'), said = `${full.length} / ${asked.length}`;
    if (b.textContent != said) b.textContent = said; // a screen reader says it
  };
  form.addEventListener('input', () => { refresh(); save(); });
  if (count) { count.hidden = false; count.previousElementSibling.hidden = true; }
  refresh();
  if (evaluate) import('./branch.js').then(m => m.evaluate, () => () => true).then(f => { evaluate = f; refresh(); });
  if (fresh) form.addEventListener('input', handIn, { once: true }); else { save(); handIn(); }
};

document.addEventListener('swap', start);
start();
if (Object.keys(open('localStorage')).some(k => k.startsWith('unsent:'))) handIn();
