// Better with script, complete without: keeps what is begun on this device,
// counts answers, hides questions that do not apply.
const all = (sel, root = document) => [...root.querySelectorAll(sel)], one = sel => document.querySelector(sel);

document.documentElement.classList.add('js');
const open = name => { try { return window[name]; } catch { return { getItem() {}, setItem() {} }; } };
const store = open('localStorage');
// The drafts of a poll are kept by unit and, if there is one, a digest of the
// code; each with when it is let go, and when it was written.
const drafts = (of = '') => Object.keys(store).filter(k => k.startsWith('draft:' + of));
const forget = of => { for (const k of drafts(of)) store.removeItem(k); };
for (const k of drafts()) if (!(JSON.parse(store.getItem(k))[0] > Date.now())) store.removeItem(k);
const digest = code => code ? '~' + [...code.replace(/\W/g, '').toUpperCase()].reduce((h, c) => Math.imul(h ^ c.charCodeAt(), 16777619) >>> 0, 2166136261) + '.' : '';

// What is handed in, or waits here to be, is the business of send.js.
const handIn = () => import(one('[data-send]').dataset.send).then(m => m.begin(forget, store, digest));

const start = () => {
  one('#sum')?.focus();
  const print = one('[data-act=print]');
  if (print) { print.hidden = false; print.onclick = () => window.print(); }

  // A code may stand in the fragment of a link, which browsers never send.
  const code = one('#code'), link = /^#code=(.+)/.exec(location.hash);
  if (code && link) { code.value = decodeURIComponent(link[1]); history.replaceState(null, '', location.pathname + location.search); }

  // The ballot is in: forget its drafts.
  const done = one('[data-done]');
  if (done?.dataset.done) forget(done.dataset.done);
  const form = one('form.poll'), begun = one('[data-begun]');
  if (begun) {
    const of = begun.dataset.begun, tail = digest(one('[name=code]')?.value);
    const keys = drafts(of).filter(k => of.endsWith('/') ? k.endsWith(tail) : k == 'draft:' + of + tail);
    if (keys.length) import('./begun.js').then(m => m.offer(begun, store, keys));
  }
  if (form) fill(form);
  const sheet = one('.marksheet');
  if (sheet) import('./sheet.js').then(m => m.live(sheet));
};

const fill = form => {
  const { draft, until } = form.dataset;
  const entries = () => [...new FormData(form)].filter(([n]) => /^a\.|^(key|salt|seed|unit|group|screen|review|done)$/.test(n));
  const save = () => { try { if (draft) store.setItem('draft:' + draft + digest(form.elements.code?.value), JSON.stringify([Math.min(+until || Infinity, Date.now() + 12096e5), Date.now(), entries()])); } catch { /* no room: it is on the page */ } };

  // A new form has the key and salt of this browser.
  const fresh = 'fresh' in form.dataset;
  if (fresh) for (const n of ['key', 'salt']) form.elements[n].value = [...crypto.getRandomValues(new Uint8Array(32))].map(b => b.toString(16).padStart(2, '0')).join('');

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
  if (one('[data-quote]')) import('./quote.js').then(m => m.quote(form));
  if (evaluate) import('./branch.js').then(m => m.evaluate, () => () => true).then(f => { evaluate = f; refresh(); });
  if (fresh) form.addEventListener('input', handIn, { once: true }); else { save(); handIn(); }
};

document.addEventListener('swap', start);
start();
if (Object.keys(store).some(k => k.startsWith('unsent:'))) handIn();
