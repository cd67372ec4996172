// filter: <input data-filter-list="ID"> narrows the [data-filter-item]s inside the element with that id to those that
// hold every word typed. What is folded away opens where there is a hit. [data-filter-count] says how many are left. While some of
// it is yet to come ([data-more]) the element hears "filter", and says "filled" when it is there.

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’‘]/g, "'");

export function filter_list(input) {
  const list = document.getElementById(input.getAttribute("data-filter-list"));
  if (!list) return;
  const read = () => [...list.querySelectorAll("[data-filter-item]")].map((element) => {
    const more = element.getAttribute("data-filter-item");
    return { element, text: plain(`${more} ${more.replace(/\s/g, "")} ${element.textContent}`) };
  });
  let items = read();
  const folds = [...list.querySelectorAll("details")];
  const count = document.querySelector(`[data-filter-count="${list.id}"]`);
  let before = null; // which folds were open before typing began
  let timer = 0;

  function narrow() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (words.length && list.querySelector("[data-more]")) {
      list.dispatchEvent(new Event("filter"));
      return;
    }
    if (words.length && !before) before = folds.map((fold) => fold.open);
    let left = 0;
    for (const { element, text } of items) {
      const hit = words.every((word) => text.includes(word));
      element.hidden = !hit;
      if (hit) left++;
    }
    folds.forEach((fold, i) => {
      const hit = fold.querySelector("[data-filter-item]:not([hidden])");
      fold.hidden = !hit;
      fold.open = words.length ? Boolean(hit) : before ? before[i] : fold.open;
    });
    if (!words.length) before = null;
    if (count) {
      const words_for = count.getAttribute(left === 0 ? "data-none" : left === 1 ? "data-one" : "data-many") || "{n}";
      count.textContent = words.length ? words_for.replace("{n}", left) : "";
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(narrow, 120);
  });
  list.addEventListener("filled", () => {
    items = read();
    narrow();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it narrows already; it must not send the whole form
  });
  if (input.value) narrow();
}
