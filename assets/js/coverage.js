// coverage: [data-coverage-filter] holds radios "all", "none", "some", "enough"; outcomes are <tbody data-state>. Choosing one
// shows only those, at once. Arrow keys walk from chip to chip; every chip can still be reached with Tab.

export function coverage(form) {
  const outcomes = [...document.querySelectorAll("tbody[data-state]")];
  const domains = document.querySelectorAll(".c-domain");
  const count = document.querySelector("[data-coverage-count]");

  function show() {
    const chosen = form.querySelector("input:checked");
    const state = chosen ? chosen.value : "all";
    let left = 0;
    for (const outcome of outcomes) {
      outcome.hidden = state !== "all" && outcome.dataset.state !== state;
      if (!outcome.hidden) left++;
    }
    for (const domain of domains) domain.hidden = !domain.querySelector("tbody[data-state]:not([hidden])");
    if (count) {
      const words = count.getAttribute(left === 0 ? "data-none" : left === 1 ? "data-one" : "data-many") || "{n}";
      count.textContent = words.replace("{n}", left);
    }
  }

  form.addEventListener("change", show);
  addEventListener("pageshow", show);

  document.addEventListener("keydown", (event) => {
    const chip = event.target.closest && event.target.closest(".c-map .c-chip");
    if (!chip || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const chips = [...document.querySelectorAll(".c-map .c-chip")].filter((other) => other.offsetParent);
    const at = chips.indexOf(chip);
    let next;
    if (event.key === "ArrowRight") next = chips[at + 1];
    else if (event.key === "ArrowLeft") next = chips[at - 1];
    else if (event.key === "Home") next = chip.closest("ul").querySelector(".c-chip");
    else if (event.key === "End") next = [...chip.closest("ul").querySelectorAll(".c-chip")].pop();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") next = nearest(chips, chip, event.key === "ArrowDown");
    else return;
    event.preventDefault();
    if (next) next.focus();
  });
}

// the chip in the next line down, or up, that stands nearest sideways
function nearest(chips, from, down) {
  const here = from.getBoundingClientRect();
  let best = null;
  let least = Infinity;
  for (const chip of chips) {
    const there = chip.getBoundingClientRect();
    const dy = down ? there.top - here.top : here.top - there.top;
    if (dy < here.height / 2) continue;
    const far = dy * 4 + Math.abs(there.left - here.left);
    if (far < least) {
      least = far;
      best = chip;
    }
  }
  return best;
}
