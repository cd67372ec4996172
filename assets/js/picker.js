// picker: linking a piece to statements. Inside [data-picker], every checkbox named "link" with one value is the same
// choice: ticking one ticks its twins. [data-picker-list] shows what is linked, by outcome; [data-picker-codes] takes
// codes such as "4.2 K13, K14; 6.2 D1", where a bare K14 continues the outcome before it.
// An outcome's name is read from [data-outcome="4.2"][data-outcome-name].

// "4.2 K13, K14; 6.2 D1" -> { codes: ["4.2 K13", "4.2 K14", "6.2 D1"], unknown: [] }
export function read_codes(text, exists) {
  const codes = [];
  const unknown = [];
  let outcome = "";
  let used = true;
  const drop = () => {
    if (!used) (exists(outcome) ? codes : unknown).push(outcome);
    used = true;
  };
  for (const [token] of text.matchAll(/\d+(?:\.\d+)+|[a-z]\s*\d+|[^\s,;]+/gi)) {
    if (/^\d+(?:\.\d+)+$/.test(token)) {
      drop();
      outcome = token;
      used = false;
    } else {
      const bare = token.replace(/\s/g, "").toUpperCase();
      const code = `${outcome} ${bare}`;
      used = true;
      (outcome && exists(code) ? codes : unknown).push(outcome && /^[A-Z]\d+$/.test(bare) ? code : token);
    }
  }
  drop();
  return { codes: [...new Set(codes)], unknown: [...new Set(unknown)] };
}

// by outcome, what one knows before what one does, then by number
const by_code = (a, b) => {
  const [x, y] = [a, b].map((code) => code.replace(/ K/, " 1.").replace(/ D/, " 2."));
  return x.localeCompare(y, "en", { numeric: true });
};

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function picker(root) {
  const boxes = new Map();
  function look() {
    boxes.clear();
    for (const box of root.querySelectorAll('input[type="checkbox"][name="link"]')) {
      if (!boxes.has(box.value)) boxes.set(box.value, []);
      boxes.get(box.value).push(box);
    }
  }
  look();
  if (!boxes.size) return;
  const names = new Map();
  for (const outcome of root.querySelectorAll("[data-outcome]")) names.set(outcome.dataset.outcome, outcome.dataset.outcomeName);
  const list = root.querySelector("[data-picker-list]");
  const count = root.querySelector("[data-picker-count]");
  const status = root.querySelector("[data-picker-status]");
  const words_of = (code) => {
    const label = boxes.get(code)[0].labels[0];
    const words = label ? label.textContent.replace(/\s+/g, " ").trim() : "";
    const bare = code.split(" ").pop();
    return words.startsWith(code) ? words.slice(code.length).trim() : words.startsWith(bare) ? words.slice(bare.length).trim() : words;
  };
  const fill = (element, n) => (element.getAttribute(n === 0 ? "data-none" : n === 1 ? "data-one" : "data-many") || "{n}").replace("{n}", n);

  function chip(code) {
    const cross = make("span", "", "×");
    cross.setAttribute("aria-hidden", "true");
    const button = make("button", "c-chip c-chip--own", `${code.split(" ").pop()} `, cross, make("span", "govuk-visually-hidden", `Remove ${code}, ${words_of(code)}`));
    button.name = "unlink";
    button.value = code;
    return make("li", "", button);
  }

  function draw(said) {
    const linked = [...boxes.keys()].filter((code) => boxes.get(code)[0].checked).sort(by_code);
    if (count) count.textContent = fill(count, linked.length);
    const many = root.querySelector("[data-picker-many]");
    if (many) many.hidden = linked.length <= Number(many.dataset.pickerMany);
    if (status && said) status.textContent = `${said}. ${count ? count.textContent : ""}`;
    if (!list) return;
    const groups = new Map();
    for (const code of linked) {
      const outcome = code.includes(" ") ? code.slice(0, code.lastIndexOf(" ")) : code;
      if (!groups.has(outcome)) groups.set(outcome, []);
      groups.get(outcome).push(code);
    }
    list.replaceChildren(...[...groups].map(([outcome, codes]) => make("div", "",
      make("dt", "", make("span", "c-code", outcome), ` ${names.get(outcome) || ""}`),
      make("dd", "", make("ul", "c-chips", ...codes.map(chip))))));
    list.hidden = !linked.length;
  }

  function set(code, on) {
    for (const box of boxes.get(code)) box.checked = on;
  }

  root.addEventListener("suggested", () => { // suggest.js has laid out other boxes
    look();
    for (const [code, twins] of boxes) set(code, twins.some((box) => box.checked));
    draw();
  });

  root.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name !== "link" || !boxes.has(box.value)) return;
    set(box.value, box.checked);
    draw(`${box.value} ${box.checked ? "linked" : "removed"}`);
  });

  root.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="unlink"]');
    if (!button || !boxes.has(button.value)) return;
    event.preventDefault();
    const code = button.value;
    const next = [...list.querySelectorAll("button")];
    const at = next.indexOf(button);
    set(code, false);
    draw(`${code} removed`);
    boxes.get(code)[0].dispatchEvent(new Event("change", { bubbles: true })); // so that autosave sees it
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] || root.querySelector("[data-picker-codes]") || boxes.get(code)[0]).focus();
  });

  const entry = root.querySelector("[data-picker-codes]");
  const add = root.querySelector("[data-picker-add]");
  const found = root.querySelector("[data-picker-found]");
  if (entry && add) {
    const take = (event) => {
      event.preventDefault();
      const { codes, unknown } = read_codes(entry.value, (code) => boxes.has(code));
      for (const code of codes) set(code, true);
      if (found) {
        found.replaceChildren(
          ...codes.map((code) => make("li", "", make("b", "", code), ` ${words_of(code)}`)),
          ...unknown.map((code) => make("li", "c-found__no", make("b", "", code), ` ${found.getAttribute("data-unknown") || "is not in these standards"}`)));
      }
      entry.value = unknown.join(", ");
      if (codes.length) boxes.get(codes[0])[0].dispatchEvent(new Event("change", { bubbles: true }));
      if (codes.length || unknown.length) draw(codes.length ? `${codes.join(", ")} linked` : `${unknown.join(", ")}: not found`);
      entry.focus();
    };
    add.addEventListener("click", take);
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter") take(event);
    });
  }
  for (const [code, twins] of boxes) set(code, twins.some((box) => box.checked));
  draw();
}
