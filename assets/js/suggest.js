// suggest: [data-suggest="/url"] inside a form asks, while its writer pauses, which statements the words most likely show,
// and lays out what comes back as boxes nobody has ticked. At most one question every six seconds, and none for the same
// words. Without it the button there does the same on the server. A box that has been ticked stays.

const PAUSE = 1500;
const BETWEEN = 6000;
const FEWEST = 60;
const OTHERS = new Set(["csrf", "title", "tab", "version", "kind", "setting", "do", "link", "linked", "listed", "offline", "codes", "find", "thread", "theme", "unlink", "withdraw", "on"]);

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function words_of(form) {
  const texts = [];
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && !OTHERS.has(name) && !name.startsWith("on-")) texts.push(value);
  return texts.join("\n").trim();
}

export function suggest(root) {
  const form = root.form || root.closest("form");
  const list = root.querySelector("[data-suggest-list]");
  const status = root.querySelector("[data-suggest-status]");
  let asked = "";
  let last = 0;
  let timer = 0;
  let number = 1000;

  function row(item) {
    const id = `s${number++}`;
    const box = make("input", "govuk-checkboxes__input");
    Object.assign(box, { id, name: "link", type: "checkbox", value: item.key });
    box.setAttribute("aria-describedby", `${id}-w`);
    const hit = make("span", "c-pick__hit");
    hit.setAttribute("aria-hidden", "true");
    const label = make("label", "govuk-label govuk-checkboxes__label", hit, make("span", "c-pick__code", item.code), ` ${item.text}`);
    label.htmlFor = id;
    const quote = item.you_wrote.map((part) => (part.led ? make("em", "c-words", part.text) : part.text));
    const why = make("div", "govuk-hint govuk-checkboxes__hint", `${root.dataset.youWrote} “${item.cut_before ? "…" : ""}`, ...quote, `${item.cut_after ? "…" : ""}”`);
    why.id = `${id}-w`;
    const state = make("span", "c-pick__state");
    state.setAttribute("aria-hidden", "true");
    return make("div", "govuk-checkboxes__item c-pick", box, label, why, state);
  }

  // nothing moves under a hand or a reader: what is ticked or has the focus stays where it is
  function show(items) {
    const stays = [...list.children].filter((item) => item.querySelector("input:checked") || item.contains(document.activeElement));
    const kept = new Set(stays.map((item) => item.querySelector("input").value));
    const fresh = items.filter((item) => !kept.has(item.key)).slice(0, Math.max(4, 10 - stays.length));
    list.replaceChildren(...stays, ...fresh.map(row));
    const none = root.querySelector("[data-suggest-none]");
    if (none) none.hidden = list.children.length > 0;
    if (status) status.textContent = `${list.children.length} ${root.dataset.count}`;
    root.dispatchEvent(new Event("suggested", { bubbles: true }));
  }

  async function ask() {
    const text = words_of(form);
    if (text.length < FEWEST || text === asked) return;
    const wait = last + BETWEEN - Date.now();
    clearTimeout(timer);
    if (wait > 0) {
      timer = setTimeout(ask, wait);
      return;
    }
    asked = text;
    last = Date.now();
    const data = new FormData(form);
    const body = new URLSearchParams({ text: text.slice(0, 50000), kind: data.get("kind") || "", csrf: data.get("csrf") || "" });
    for (const code of new Set(data.getAll("link"))) body.append("link", code);
    try {
      const answer = await fetch(root.dataset.suggest, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (answer.ok) show((await answer.json()).items);
    } catch (error) {
      asked = ""; // no network: asked again at the next pause
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "link" || OTHERS.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
