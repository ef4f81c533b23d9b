// A shared tablet: every step replaces the page in place, so that the history
// holds the start screen alone; who leaves, leaves nothing behind.
const one = sel => document.querySelector(sel), home = document.body.dataset.kiosk;
const leave = () => { document.body.hidden = true; location.replace(home); };

const swap = page => {
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dataset.size = page.documentElement.dataset.size ?? '';
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, 0);
  const top = one('#sum, h1');
  top.tabIndex = -1;
  top.focus();
  document.dispatchEvent(new Event('swap'));
};

let busy = false;
const go = async (url, body) => {
  if (busy) return;
  busy = true;
  one('[data-lost]').hidden = true;
  try {
    const r = await fetch(url, { method: body ? 'POST' : 'GET', body, credentials: 'omit', referrerPolicy: 'no-referrer' });
    const page = new DOMParser().parseFromString(await r.text(), 'text/html');
    if (!page.body.dataset.kiosk) throw new Error('not a page of this tablet');
    swap(page);
  } catch { one('[data-lost]').hidden = false; } finally { busy = false; }
};

document.addEventListener('submit', e => {
  if (e.defaultPrevented) return;
  e.preventDefault();
  const form = e.target, data = new URLSearchParams(new FormData(form)), button = e.submitter;
  if (button?.name) data.append(button.name, button.value);
  go(form.action, data);
});
document.addEventListener('click', e => {
  const a = e.target.closest('a[href]');
  if (e.target.closest('[data-leave]')) leave();
  if (e.target.closest('[data-stay]')) watch(true);
  if (!a) return;
  e.preventDefault();
  const part = a.getAttribute('href');
  if (part[0] == '#') { const to = document.getElementById(part.slice(1)); to.scrollIntoView(); to.querySelector('input, textarea, select')?.focus(); } else if (a.pathname == home && !a.search) leave();
  else go(a.href);
});

// What goes on after so many seconds, shown as they pass.
let timer;
const count = (seconds, where, then) => {
  if (where) where.textContent = seconds;
  timer = seconds > 0 ? setTimeout(count, 1e3, seconds - 1, where, then) : then();
};

// Watches from now on: the receipt rests for a while, elsewhere the tablet asks
// whether somebody is there. The start screen waits for ever, and so does a
// ballot that is not handed in yet: it shows no answers.
const watch = stay => {
  clearTimeout(timer);
  const idle = one('#idle'), rest = one('[data-rest]'), { dataset } = document.body;
  if (idle?.open) idle.close();
  if (!idle || one('[data-begin]') || one('.unsent.soft')) return;
  if (rest && !stay) {
    rest.hidden = one('[data-rest] ~ * [data-stay]').hidden = false;
    return count(+rest.dataset.rest, rest.querySelector('[data-left]'), leave);
  }
  if (rest) rest.hidden = one('[data-rest] ~ * [data-stay]').hidden = true;
  timer = setTimeout(() => { if (one('.unsent.soft')) return; idle.showModal(); count(+dataset.grace, idle.querySelector('[data-left]'), leave); }, 1e3 * dataset.idle);
};
for (const type of ['pointerdown', 'keydown', 'scroll']) addEventListener(type, () => { if (!one('#idle')?.open && !one('[data-rest]:not([hidden])')) watch(true); }, { passive: true });
document.addEventListener('cancel', () => watch(true), true);
document.addEventListener('swap', () => watch());

// A page that was left is not to be found again by going back.
addEventListener('pagehide', () => { document.body.hidden = true; });
addEventListener('pageshow', e => { if (e.persisted) leave(); });
watch();
