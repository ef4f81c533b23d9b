// Hands a ballot in. Until the box has answered, its form stays on this device
// as it was, so that the marker is the same, and is sent again when the network
// is back: on this page, or on any later one. No service worker is needed.
const prefix = 'unsent:', day = 864e5, patience = 3e4, soonest = 5e3, latest = 6e4;
const main = () => document.querySelector('#main');
const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? '' });

let forget, store, digest; // of citizen.js
// Of a bundle only the sheet in hand is let go, else all of the poll.
const letGo = f => { const { draft } = f.dataset; forget(f.elements.bundle ? draft + digest(f.elements.code.value) : draft.split('/')[0] + '/'); };
const waiting = new Map(); // what is not handed in yet, by storage key

// A send is the page that the box answered with, or null: nothing is known.
// An answer that is not one of our pages (a hotspot's) says nothing either.
const send = async ({ url, body }, more = []) => {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), patience);
  try {
    const r = await fetch(url, { method: 'POST', body: new URLSearchParams([...body, ...more]), credentials: 'omit', referrerPolicy: 'no-referrer', signal: stop.signal });
    // The policy of this page would speak up against the style of another.
    let rules = '';
    const html = (await r.text()).replace(/<style>([^]*?)<\/style>/, (_, css) => { rules = css; return ''; });
    const page = Object.assign(new DOMParser().parseFromString(html, 'text/html'), { rules });
    return r.status >= 500 || r.status == 429 || !page.querySelector('#main') ? null : page;
  } catch { return null; } finally { clearTimeout(timer); }
};

// Shows a page that was fetched in place of this one. A page holds as much of
// the style sheet as it needs itself.
const show = (page, url) => {
  document.title = page.title;
  if (document.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(page.rules);
    document.adoptedStyleSheets = [sheet];
  }
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(null, '', url);
  scrollTo(0, 0);
  const top = document.querySelector('#sum, h1');
  top.tabIndex = -1;
  top.focus();
  document.dispatchEvent(new Event('swap'));
};

const drop = key => { waiting.delete(key); try { store.removeItem(key); } catch { /* nothing was kept */ } };

// One try. What the box says for good, the person is told and the form let go.
const attempt = async key => {
  const w = waiting.get(key);
  if (!w || w.busy) return;
  w.busy = true;
  clearTimeout(w.timer);
  if (w.box || !w.here) notice(w);
  const page = await send(w.entry, w.more);
  w.busy = false;
  if (!waiting.has(key)) return;
  if (!page) {
    w.timer = setTimeout(attempt, w.pause = Math.min(2 * (w.pause ?? soonest / 2), latest), key);
    return notice(w);
  }
  drop(key);
  if (w.here) return show(page, w.entry.url);
  const { words } = w.entry, said = page.querySelector('.lead'), receipt = page.querySelector('[data-done] ~ * .code');
  notice(w, page.querySelector('h1').textContent, receipt?.textContent ?? said?.textContent, [words.show, () => show(page, w.entry.url)]);
};

// The notice stands for an entry: alone on the page that it was handed in on,
// on top of any other.
const notice = (w, title, text, button) => {
  const { words, lang } = w.entry, box = make('section', button ? 'unsent over' : 'unsent sum soft');
  box.lang = lang;
  box.setAttribute('role', 'status');
  box.tabIndex = -1;
  let ask = '';
  const buttons = make('p', 'acts'), focused = w.box?.contains(document.activeElement) ?? w.here;
  const add = (label, act) => { const b = make('button', 'btn', label); b.type = 'button'; b.onclick = act; buttons.append(b); return b; };
  if (button) add(...button);
  else {
    add(w.busy ? words.busy : words.again, () => attempt(w.key)).disabled = w.busy;
    // Asked on the page: a browser may keep a frame of another site from asking.
    ask = make('details', 'clear');
    ask.open = !!w.box?.querySelector('[open]');
    const yes = make('button', 'btn two', words.yes), act = make('p', 'acts');
    yes.type = 'button';
    yes.onclick = () => { drop(w.key); clearTimeout(w.timer); notice(w, words.cleared, '', [words.start, () => location.replace(w.entry.url)]); };
    act.append(yes);
    ask.append(make('summary', '', words.clear), make('p', '', words.sure), act);
  }
  box.append(make('h2', '', title ?? words.title), make('p', '', text ?? (w.stored ? words.kept : words.held)), buttons, ask);
  if (w.box?.isConnected) w.box.replaceWith(box);
  else if (w.here) { main().textContent = ''; main().append(box); for (const b of document.querySelectorAll('.bar button')) b.hidden = true; }
  else main().prepend(box);
  if (focused) box.focus();
  w.box = box;
};

const handIn = form => {
  const { draft, words, until } = form.dataset, poll = draft?.split('/')[0], key = prefix + poll + '/' + form.elements.key.value;
  const all = [...new FormData(form)], fields = all.filter(([n]) => n != 'bundle'); // it opens more than this: it stays on the page
  const w = { key, here: true, more: all.filter(([n]) => n == 'bundle'), entry: { url: form.action, body: [...fields, ['go', 'submit']], until: +until, lang: document.documentElement.lang, words: JSON.parse(words) } };
  // A shared tablet, which has no draft either, keeps it in memory only.
  try { if (draft) { store.setItem(key, JSON.stringify(w.entry)); w.stored = !!store.getItem(key); } } catch { w.stored = false; }
  if (w.stored) letGo(form);
  for (const b of form.querySelectorAll('.btn')) b.disabled = true;
  waiting.set(key, w);
  attempt(key);
};

const again = () => { for (const key of waiting.keys()) attempt(key); };

// Ready makes the page's own form hand in by this script.
const ready = form => {
  const clear = form.querySelector('[data-act=clear]'), off = form.querySelector('[data-off]');
  for (const b of 'words' in form.dataset ? [...form.elements].filter(e => e.value == 'submit') : []) b.addEventListener('click', e => { e.preventDefault(); handIn(form); });
  if (off) form.addEventListener('submit', e => { if (!navigator.onLine) { e.preventDefault(); off.hidden = false; } });
  if (!clear) return;
  clear.closest('[data-keeps]').hidden = false;
  clear.onclick = () => { letGo(form); location.replace(form.action); };
};

// Begin takes over a page: the first time also what waits on the device.
export const begin = (...given) => {
  const first = !store, form = document.querySelector('form.poll');
  [forget, store, digest] = given;
  if (form && !form.ready) {
    form.ready = true;
    ready(form);
    if (form.elements.task) import('./proof.js').then(m => m.work(form)).catch(() => {}); // without it the ballot counts as well
  }
  if (!first) return;
  for (const key of Object.keys(store).filter(k => k.startsWith(prefix))) {
    const entry = JSON.parse(store.getItem(key));
    if (entry.until && Date.now() > entry.until + day) drop(key); // the poll is over, by any clock
    else waiting.set(key, { key, entry, stored: true });
  }
  addEventListener('online', again);
  addEventListener('pageshow', again);
  document.addEventListener('visibilitychange', () => document.hidden || again());
  again();
};
