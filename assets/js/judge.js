// judge: deciding on claims. [data-judge] holds [data-judge-return] checkboxes; [data-judge-words] elements say what will
// happen, from data-some ("Agree {agree} and return {return}") and data-all ("Return all {return}"). The style sheet shows
// and hides what it can; this counts, and stands in for :has() where a browser lacks it.

export function judge(root) {
  const returns = [...root.querySelectorAll("[data-judge-return]")];
  const words = document.querySelectorAll("[data-judge-words]");
  const has = CSS.supports("selector(:has(*))");

  function show() {
    const back = returns.filter((box) => box.checked).length;
    const agree = returns.length - back;
    for (const element of words) {
      const said = element.getAttribute(agree === 0 && element.hasAttribute("data-all") ? "data-all" : "data-some") || "";
      if (back) element.textContent = said.replace("{agree}", agree).replace("{return}", back);
    }
    document.body.classList.toggle("c-page--some", back > 0);
    if (!has) {
      for (const box of returns) {
        const why = box.closest(".c-claim").querySelector(".c-why");
        if (why) why.hidden = !box.checked;
      }
    }
  }

  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-judge-return]")) show();
  });
  addEventListener("pageshow", show); // a browser may bring ticks back
  show();
}
