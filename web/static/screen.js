// Slides on a big screen change by themselves, a page of turnout is read anew;
// both without leaving full screen. Space pauses, arrows lead back and forth.
const { body } = document, find = s => document.querySelector(s);
const main = find('main'), pause = find('[data-act=pause]'), full = find('[data-act=full]');
const next = () => find('[data-next]').dataset.next;
let runs = !(find('[rel=next]') && matchMedia('(prefers-reduced-motion: reduce)').matches), timer, turn = 0;
const wait = () => {
  clearTimeout(timer);
  if (runs && next()) timer = setTimeout(show, body.dataset.wait * 1000, next());
};
async function show(to, asked) {
  const mine = ++turn;
  clearTimeout(timer);
  try {
    const answer = await fetch(to), page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = [...page.querySelectorAll('[data-swap]')], held = document.activeElement.rel;
    if (mine !== turn) return;
    if (!answer.ok || !fresh.length) throw answer;
    document.querySelectorAll('[data-swap]').forEach((old, i) => old.replaceWith(fresh[i]));
    if (held) find(`[rel=${held}]`)?.focus();
    document.title = page.title;
    history.replaceState(null, '', to);
    scrollTo(0, 0);
  } catch {
    if (asked) location = to;
  }
  if (mine === turn) wait();
}
const say = () => {
  main.ariaLive = runs ? 'off' : 'polite';
  if (runs === (pause.dataset.runs === '1')) return;
  [pause.textContent, pause.dataset.say] = [pause.dataset.say, pause.textContent];
  pause.dataset.runs = runs ? '1' : '0';
};
const stop = () => { runs = !runs; say(); wait(); };
const widen = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
const step = rel => { const link = find(`[rel=${rel}]`); if (link) show(link.href, true); };
pause.dataset.runs = '1';
pause.hidden = !next();
full.hidden = !document.fullscreenEnabled;
pause.onclick = stop;
full.onclick = widen;
addEventListener('click', e => {
  const rel = e.target.closest?.('[rel=prev],[rel=next]')?.rel;
  if (!rel || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  step(rel);
});
addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const rel = { ArrowLeft: 'prev', PageUp: 'prev', ArrowRight: 'next', PageDown: 'next' }[e.key];
  if (rel && find('[rel=next]')) step(rel);
  else if (e.key === ' ' && !e.target.closest('button')) stop();
  else if (e.key === 'f') widen();
  else return;
  e.preventDefault();
});
say();
wait();
