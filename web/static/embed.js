// Within another site: tells the page around how high this one is, and nothing
// else. Only a site that the poll names hears it.
const { embed: poll, origins } = document.querySelector('[data-embed]').dataset, named = origins.split(' ');
const around = location.ancestorOrigins ? [...location.ancestorOrigins].slice(0, 1).filter(o => named.includes(o)) : named;
const tell = top => {
  if (parent == window) return;
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  for (const o of around) parent.postMessage({ minping: poll, height, top }, o);
};
tell(true);
if (window.ResizeObserver) new ResizeObserver(() => tell(false)).observe(document.documentElement);
document.addEventListener('swap', () => tell(true));
