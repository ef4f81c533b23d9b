// Puts answers into the questions of the same screen that quote them. Where
// there is no answer yet, the page's own words stay.
const word = i => i.selectedOptions ? i.selectedOptions[0].text : /radio|checkbox/.test(i.type) ? (i.parentNode.querySelector('span') ?? i.parentNode).textContent : i.value;

export const quote = form => {
  const quotes = [...form.querySelectorAll('[data-quote]')].map(el => [el, el.textContent]), by = document.documentElement.lang.startsWith('zh') ? '、' : ', ';
  const fill = () => {
    for (const [el, none] of quotes) {
      const of = [...form.querySelectorAll(`[name="a.${el.dataset.quote}"]`)];
      el.textContent = of.filter(i => /radio|checkbox/.test(i.type) ? i.checked : i.value.trim()).map(i => word(i).trim()).join(by) || none;
    }
  };
  form.addEventListener('input', fill);
  fill();
};
