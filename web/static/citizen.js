// Better with script, complete without: keeps a draft in this tab only, counts
// answers, hides questions that do not apply.
const $ = (sel, all) => all ? [...document.querySelectorAll(sel)] : document.querySelector(sel);
const form = $('form.poll'), store = sessionStorage;
document.documentElement.classList.add('js');

const print_ = $('[data-act=print]');
if (print_) { print_.hidden = false; print_.onclick = () => print(); }
$('#sum')?.focus();

const done = $('[data-done]');
if (done) for (const k of Object.keys(store)) if (k.startsWith('draft:' + done.dataset.done)) store.removeItem(k);

// A code may stand in the fragment of a link, which browsers never send.
const code = $('#code'), hash = /^#code=(.+)/.exec(location.hash);
if (code && hash) { code.value = decodeURIComponent(hash[1]); history.replaceState(null, '', location.pathname + location.search); }

if (form) {
  const key = 'draft:' + form.dataset.draft, secret = n => n == 'code' || n == 'lang' || n == 'size';
  const hidden = (name, value) => { const i = document.createElement('input'); i.type = 'hidden'; i.name = name; i.value = value; form.append(i); };
  const named = n => form.querySelectorAll(`[name="${CSS.escape(n)}"]`);
  const hex = () => [...crypto.getRandomValues(new Uint8Array(32))].map(b => b.toString(16).padStart(2, '0')).join('');

  if ('fresh' in form.dataset) {
    named('key')[0].value = hex(); named('salt')[0].value = hex();
    const seen = {};
    for (const [n, v] of JSON.parse(store.getItem(key) || '[]')) {
      const all = [...named(n)], at = seen[n] = (seen[n] ?? -1) + 1;
      const box = all.find(i => /radio|checkbox/.test(i.type) && i.value == v);
      if (n == 'key' || n == 'salt') all[0].value = v;
      else if (!n.startsWith('a.')) continue;
      else if (box) box.checked = true;
      else if (all.length) { if (all[at] && !/radio|checkbox/.test(all[at].type)) all[at].value = v; }
      else hidden(n, v);
    }
  }

  // What survey/expression_eval.go does, on the answers in the form.
  const num = x => typeof x == 'number' ? x : typeof x == 'string' && /^[\d+.eE-]+$/.test(x) && !isNaN(x) ? +x : null;
  const fin = x => Number.isFinite(x) ? x : null;
  const equal = (x, y) => typeof x == typeof y && !Array.isArray(x) ? x === y : num(x) !== null && num(x) === num(y);
  const order = (x, y) => num(x) !== null && num(y) !== null ? num(x) - num(y) : typeof x == 'string' && typeof y == 'string' ? (x < y ? -1 : x > y ? 1 : 0) : NaN;
  const evaluate = (t, a) => {
    if (!Array.isArray(t)) return t;
    const [op, x, y, z] = t, v = u => evaluate(u, a), got = () => a[x] ?? [], nums = () => t.slice(1).map(v).map(num).filter(n => n !== null);
    const sum = () => nums().reduce((p, q) => p + q, 0), math = f => { const p = num(v(x)), q = y === undefined ? 0 : num(v(y)); return p === null || q === null ? null : fin(f(p, q)); };
    switch (op) {
      case 'item': return got()[0] ?? null;
      case 'number': return num(got()[0]);
      case 'items': return got().length ? got() : null;
      case 'answered': return got().length > 0;
      case 'score': return y[v(x)] ?? null;
      case 'and': return v(x) === true && v(y) === true;
      case 'or': return v(x) === true || v(y) === true;
      case 'not': return v(x) !== true;
      case 'if': return v(x) === true ? v(y) : v(z);
      case '==': return equal(v(x), v(y));
      case '!=': return !equal(v(x), v(y));
      case '<': return order(v(x), v(y)) < 0;
      case '<=': return order(v(x), v(y)) <= 0;
      case '>': return order(v(x), v(y)) > 0;
      case '>=': return order(v(x), v(y)) >= 0;
      case 'list': return t.slice(1).map(v);
      case 'in': return (v(y) ?? []).some(u => equal(v(x), u));
      case '+': return math((p, q) => p + q);
      case '-': return math((p, q) => p - q);
      case '*': return math((p, q) => p * q);
      case '/': return math((p, q) => p / q);
      case 'negate': return math(p => -p);
      case 'count': return t.slice(1).filter(u => v(u) === true).length;
      case 'len': { const u = v(x) ?? ''; return [...u].length; }
      case 'sum': return nums().length ? sum() : null;
      case 'mean': return nums().length ? sum() / nums().length : null;
    }
  };

  const answers = () => {
    const a = {};
    for (const [n, v] of new FormData(form)) if (n.startsWith('a.') && v.trim()) (a[n.slice(2)] ??= []).push(v.trim());
    return a;
  };
  const conditional = $('[data-if]', true).map(el => [el, JSON.parse(el.dataset.if)]);
  const asked = $('.q:not(.note)', true), shown = $('[data-count]');
  const refresh = () => {
    for (const [el, tree] of conditional) {
      const on = evaluate(tree, answers()) === true;
      el.hidden = !on;
      for (const i of el.querySelectorAll('input,select,textarea')) i.disabled = !on;
    }
    if (!shown) return;
    const a = answers(), open = asked.filter(q => !q.hidden);
    const full = open.filter(q => [...new Set([...q.querySelectorAll('[name]')].map(i => i.name.slice(2)))].every(n => a[n]));
    shown.firstElementChild.innerHTML = `<span>${full.length}</span> / ${open.length}`;
  };
  const save = () => store.setItem(key, JSON.stringify([...new FormData(form)].filter(([n]) => !secret(n))));
  form.addEventListener('input', () => { refresh(); save(); });
  if (shown) { shown.hidden = false; shown.previousElementSibling.hidden = true; }
  refresh();
  if (!('fresh' in form.dataset)) save();
}
