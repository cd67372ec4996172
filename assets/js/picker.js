// picker: linking a piece to statements. Inside [data-picker], every checkbox named "link" with one value is the same
// choice: ticking one ticks its twins. [data-picker-list] shows what is linked, by outcome; [data-picker-codes] takes
// codes such as "4.2 K13, K14; 6.2 D1", where a bare K14 continues the outcome before it.
// An outcome's name is read from [data-outcome="4.2"][data-outcome-name].
//
// The page has the statements that are chosen. The others ([data-more="N"]: those of the page's Nth outcome) are fetched once, from
// [data-picker-fetch], when an outcome is opened, a code is typed or words are looked for; a device that may keep things keeps them,
// so that they are there without a network. A statement chosen before its row is there has a box that is not shown. What is linked
// also stands in [name="linked"], which is how offline/page.js brings back boxes that this page does not have yet.

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

// kept: where the assets are kept (offline/worker.js); none where a device may keep nothing
const kept = async () => (window.caches ? caches.open("cairn-assets").catch(() => null) : null);

async function fetched(url) {
  const cache = await kept();
  const there = cache && (await cache.match(url));
  if (there) return there.json();
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) throw Object.assign(new Error("refused"), { refused: true });
  if (cache) await cache.put(url, answer.clone()).catch(() => {});
  return answer.json();
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
  const browse = root.querySelector("[data-picker-fetch]");
  if (!boxes.size && !browse) return;
  const names = new Map();
  for (const outcome of root.querySelectorAll("[data-outcome]")) names.set(outcome.dataset.outcome, outcome.dataset.outcomeName);
  const list = root.querySelector("[data-picker-list]");
  const count = root.querySelector("[data-picker-count]");
  const status = root.querySelector("[data-picker-status]");
  const linked_too = root.querySelector("[name=linked]");
  const known = new Map(); // code -> { number, text }, once they have been fetched
  let outcomes = [];
  let was_refused = false;
  const say = (words) => {
    if (status) status.textContent = words;
  };
  const words_of = (code) => {
    if (known.has(code)) return known.get(code).text;
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
    if (linked_too) linked_too.value = linked.join(", ");
    if (said) say(`${said}. ${count ? count.textContent : ""}`);
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
    if (!boxes.has(code)) make_box(code);
    for (const box of boxes.get(code)) box.checked = on;
  }

  // ---- what does not stand on the page yet ----

  function make_box(code) {
    const place = known.has(code) && root.querySelector(`[data-more="${known.get(code).number}"]`);
    if (place) lay_out(place);
    else root.append(Object.assign(make("input"), { type: "checkbox", name: "link", value: code, hidden: true }));
    look();
  }

  function row([key, text, code = key]) {
    const box = Object.assign(make("input"), { type: "checkbox", name: "link", value: key });
    const label = make("label", "c-tick", box, make("b", "", code.split(" ").pop()), ` ${text}`);
    label.dataset.filterItem = code;
    return label;
  }

  // What stands there stays where it is; the others come between. Whoever pressed the button goes on at the first of them.
  function lay_out(place) {
    const rows = outcomes[place.dataset.more];
    const there = new Map([...place.querySelectorAll("[data-filter-item]")].map((item) => [item.dataset.filterItem, item]));
    const more = place.querySelector("button[value=list]").parentNode;
    const pressed = more.contains(document.activeElement);
    let before = more;
    for (const item of [...rows].reverse()) {
      const stands = there.get(item[2] || item[0]);
      const element = stands || row(item);
      if (!stands) before.before(element);
      before = element;
    }
    more.remove();
    delete place.dataset.more;
    if (pressed) place.querySelector("input").focus();
    return rows.length;
  }

  async function statements() {
    if (!browse || outcomes.length) return;
    const said = setTimeout(() => say(browse.dataset.wait), 400);
    try {
      outcomes = (await fetched(browse.dataset.pickerFetch)).outcomes;
      const fixed = new Set([...root.querySelectorAll(".c-tick--fixed")].map((item) => item.dataset.filterItem));
      outcomes.forEach((rows, number) => rows.forEach(([key, text, code = key]) => fixed.has(code) || known.set(key, { number, text })));
    } catch (error) {
      was_refused = Boolean(error.refused);
      throw error;
    } finally {
      clearTimeout(said);
    }
  }

  // show: rows into these places, or words that say why not, where somebody looks for them
  async function show(places) {
    try {
      await statements();
      const n = places.filter((place) => "more" in place.dataset).reduce((sum, place) => sum + lay_out(place), 0);
      look();
      for (const [code, twins] of boxes) set(code, twins.some((box) => box.checked));
      draw();
      return n;
    } catch (error) {
      return -1;
    }
  }

  async function open(places) {
    if (!places.length) return;
    const n = await show(places);
    say(n < 0 ? browse.dataset.failed : browse.dataset.got.replace("{n}", n));
    for (const place of n < 0 ? places : []) {
      const more = place.querySelector("button[value=list]").parentNode;
      if (!more.querySelector("span")) more.append(make("span", "c-under", browse.dataset.failed));
    }
  }

  if (browse) {
    browse.addEventListener("toggle", ({ target }) => {
      if (target.open) open([...target.querySelectorAll("[data-more]")].filter((place) => place.closest("details") === target));
    }, true);
    browse.addEventListener("click", (event) => {
      if (event.target.value !== "list" || was_refused) return; // refused: the page itself says why
      event.preventDefault();
      open([event.target.closest("[data-more]")]);
    });
    browse.addEventListener("filter", async () => { // filter.js looks for words, and finds them where the rows are
      const n = await show([...browse.querySelectorAll("[data-more]")]);
      if (n < 0) root.querySelector("[data-filter-count]").textContent = browse.dataset.failed;
      else browse.dispatchEvent(new Event("filled"));
    });
    // kept while there is a network, on pages that can be opened without one
    if (root.querySelector("[name=offline]")) addEventListener("load", () => setTimeout(() => fetched(browse.dataset.pickerFetch).catch(() => {}), 2000));
  }

  root.addEventListener("suggested", () => { // suggest.js has laid out other boxes
    look();
    for (const [code, twins] of boxes) set(code, twins.some((box) => box.checked));
    draw();
  });

  root.addEventListener("change", (event) => {
    const box = event.target;
    if (box === linked_too) {
      for (const code of box.value.split(", ")) if (code) set(code, true);
      draw();
    }
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
    const take = async (event) => {
      event.preventDefault();
      if ((await show([])) < 0) { // nothing is lost: the service reads the box when the page is sent
        if (found) found.replaceChildren(make("li", "c-found__no", browse.dataset.unchecked));
        say(browse.dataset.unchecked);
        return;
      }
      const { codes, unknown } = read_codes(entry.value, (code) => boxes.has(code) || known.has(code));
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
