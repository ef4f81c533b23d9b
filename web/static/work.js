// The workspace of a rater: the secret comes in the fragment of a link, which
// browsers never send, and drafts on this device are known to this device alone.
const secret = document.querySelector('#bundle');
const fill = () => {
  const code = decodeURIComponent(location.hash.slice(1)).replace(/^code=/, '');
  if (!secret || !/^[\w-]{27,40}$/.test(code)) return;
  secret.value = code;
  history.replaceState(null, '', location.pathname + location.search);
};
fill();
addEventListener('hashchange', fill);

const kept = () => {
  for (const e of document.querySelectorAll('[data-kept]')) {
    try { if (localStorage.getItem('draft:' + e.dataset.kept)) { e.textContent = e.dataset.text; e.className = 'begun'; } } catch { /* nothing is kept */ }
  }
};
kept();
addEventListener('pageshow', kept);
