// Review by keyboard: p publishes, w withholds, l leaves for later, and the next
// comment has the focus; e goes into the text, where Alt+B blacks out what is
// selected and Escape leaves.
const form = document.querySelector('#review'), mark = form.dataset.mark;
const all = [...form.querySelectorAll('[data-comment]')];
const choices = { p: 'published', w: 'withheld', l: 'waiting' };
const enter = i => (all[i]?.querySelector('input:checked') ?? form.querySelector('button:not([type])')).focus();
const black = text => {
  if (text.selectionStart != text.selectionEnd) text.setRangeText(mark, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
};
form.querySelector('[data-keys]').hidden = false;
for (const b of form.querySelectorAll('[data-black]')) {
  b.hidden = false;
  b.addEventListener('mousedown', e => e.preventDefault());
  b.addEventListener('click', () => black(b.closest('fieldset').querySelector('textarea')));
}
form.addEventListener('keydown', e => {
  const set = e.target.closest('[data-comment]'), i = all.indexOf(set), text = set?.querySelector('textarea');
  if (!set || e.isComposing || e.ctrlKey || e.metaKey) return;
  if (e.target == text) {
    if (e.altKey && e.code == 'KeyB') { e.preventDefault(); black(text); } else if (e.key == 'Escape') enter(i);
    return;
  }
  if (e.altKey) return;
  if (choices[e.key]) {
    e.preventDefault();
    set.querySelector(`[value=${choices[e.key]}]`).checked = true;
    enter(i + 1);
  } else if (e.key == 'e') { e.preventDefault(); text.focus(); }
});
enter(0);
