// Offers to go on with answers that were begun on this device and never handed
// in. The server knows nothing of them: going on sends them as any page does.
export const offer = (box, store, keys) => {
  const [key, [, at, fields]] = keys.map(k => [k, JSON.parse(store.getItem(k))]).sort((x, y) => y[1][1] - x[1][1])[0];
  const form = document.querySelector('#poll'), act = name => box.querySelector(`[data-act=${name}]`);
  box.querySelector('time').textContent = new Date(at).toLocaleString(document.documentElement.lang, { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  act('resume').onclick = () => {
    const own = [...new FormData(form)].filter(([n]) => /^(code|bundle|lang|size)$/.test(n));
    const sent = Object.assign(document.createElement('form'), { method: 'post', hidden: true });
    sent.action = form.action;
    for (const [name, value] of [...own, ...fields]) sent.append(Object.assign(document.createElement('input'), { name, value, type: 'hidden' }));
    document.body.append(sent);
    sent.submit();
  };
  act('discard').onclick = () => {
    for (const k of keys) store.removeItem(k);
    box.hidden = true;
    document.querySelector('h1').tabIndex = -1;
    document.querySelector('h1').focus();
  };
  box.hidden = false;
  form.addEventListener('input', () => { box.hidden = true; }, { once: true }); // they are replaced
};
