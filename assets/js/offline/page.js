// page: forms that work without a network once they have been opened. What is typed is kept on this device, sealed (vault.js);
// what is sent without a network waits there and goes by itself (worker.js). A line below the header says so, in words.
//
// A form of that kind has a hidden field `offline`: whose it is, and its page. "link" is somebody without an account. Of a
// family's ([data-family]) nothing is kept but what was sent and could not go, and none of it is shown again.

import * as vault from "./vault.js";

const WAIT = 1000;
const SKIPPED = ["csrf", "version", "offline", "tab_from"];
const NO_WORDS = [...SKIPPED, "tab", "send_key", "do"];
const worker = navigator.serviceWorker;
const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/London" });
const here = location.pathname + location.search;
const is_outside = location.pathname.startsWith("/a/");
let person, form, is_family, owner, line, quiet_since;
let sent_at = 0;

function made(tag, words, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = words;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

const wakes = () => worker.ready.then((r) => r.active.postMessage("send"));

// ---- what is not sent yet ----

const button = (words, then) => {
  const element = made("button", words, { type: "button", class: "c-linkish" });
  element.addEventListener("click", then);
  return element;
};

function item_line(item) {
  const entry = made("li", "");
  const what = item.title || `Kept ${clock.format(item.at)}`;
  entry.append(made("a", what, { href: `${item.page}#unsent-${item.name}` }));
  if (!item.why) return entry;
  // its page may have gone: the words are here too
  const fold = made("details", "");
  fold.append(made("summary", "Your words"), ...[...new URLSearchParams(item.body)].filter(([name, value]) => value.trim() && !NO_WORDS.includes(name)).map(([, value]) => made("p", value)));
  entry.append(` was not accepted: ${item.why}`, fold, button(`Delete “${what}”`, () => vault.drop(item.id).then(show)));
  return entry;
}

async function show() {
  const mine = owner || (await vault.now());
  const items = mine ? await vault.all("unsent", (o) => o === mine) : [];
  const waiting = items.filter((item) => !item.why).length;
  const parts = [];
  if (waiting && !owner) parts.push(made("p", "Not sent yet: something on this device. Sign in again as the same person, and it goes."));
  else if (waiting) parts.push(made("b", `Not sent yet: ${waiting === 1 ? "it is" : `${waiting} are`} kept on this device.`), made("p", "Nothing is lost. It goes by itself when there is a connection."));
  else if (items.length && owner) parts.push(made("b", "Not sent: it was not accepted. Your words are here."));
  else if (quiet_since && form) parts.push(made("b", `No connection since ${clock.format(quiet_since)}.`), made("p", is_family ? "You can still send." : "What you type is kept on this device. What you send goes when there is one."));
  else if (sent_at) parts.push(made("p", `Sent ${clock.format(sent_at)}`));
  if (items.length && owner && !is_family) {
    const list = made("ul", "");
    list.append(...items.map(item_line));
    parts.push(list);
  }
  if (waiting && owner && navigator.onLine) parts.push(button("Send now", wakes));
  const box = made("div", "", { class: is_outside ? "c-out__in" : "govuk-width-container" });
  box.append(...parts);
  line.replaceChildren(...(parts.length ? [box] : []));
  if (waiting) worker.ready.then((r) => r.sync && r.sync.register("send")).catch(() => {});
}

// Sent while its own page is open: on to where the answer leads. A link's answer is a page of its own, and asking again gets it.
async function went(message) {
  if (message.sent) sent_at = Date.now();
  if (!message.sent || !form) return show();
  if (is_outside && message.body && message.sent.startsWith(owner)) {
    const again = made("form", "", { method: "post", action: location.pathname, hidden: "" });
    for (const [name, value] of new URLSearchParams(message.body)) again.append(made("textarea", value, { name }));
    document.body.append(again);
    return again.submit();
  }
  if (message.to && location.hash.startsWith("#unsent-") && message.sent.endsWith(location.hash.slice(8))) return location.replace(message.to);
  return show();
}

// ---- what is typed ----

const values = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf"));

const is_touched = () => [...form.elements].some((c) => c.checked !== c.defaultChecked || (c.type !== "hidden" && c.defaultValue !== undefined && c.value !== c.defaultValue));

function fill(kept, skipped) {
  const before = [];
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || skipped.includes(name) || type === "submit" || type === "file") continue;
    const all = kept.getAll(name);
    if (type === "checkbox" || type === "radio") {
      const on = all.includes(control.value);
      if (on === control.checked) continue;
      control.checked = on;
    } else {
      const value = all[0] || "";
      if (value === control.value) continue;
      if (control.value.trim() && type !== "hidden") before.push([control.labels[0] ? control.labels[0].textContent : name, control.value]);
      control.value = value;
      const fold = control.closest("details");
      if (fold && value) fold.open = true;
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return before;
}

// Both versions: what was typed stands in the boxes, what stood in them is beside it.
function say_restored(at, before) {
  const note = made("div", "", { class: "c-note c-roomy", role: "status" });
  note.append(made("p", `What you typed here, kept ${clock.format(at)}, is back in the boxes.`));
  for (const [label, words] of before) note.append(made("p", `${label}: kept on the server`), made("blockquote", words, { class: "c-voice" }));
  form.prepend(note);
}

async function typing() {
  const page = await vault.digest(here);
  const tab = sessionStorage["cairn-tab"] || (sessionStorage["cairn-tab"] = crypto.randomUUID());
  const tab_name = `${page}.${tab}`;
  const unsent = location.hash.startsWith("#unsent-") && (await vault.find(vault.id_of(owner, "unsent", location.hash.slice(8))));
  const typed = unsent ? [] : (await vault.all("typed", (o) => o === owner)).filter((r) => r.page === page);
  const kept = unsent || typed.find((r) => r.tab === tab) || typed.pop();
  const begun = kept && !unsent ? { from: kept.id, from_at: kept.at } : {};
  let timer = 0;
  let last = "";
  let is_leaving = false;

  async function save() {
    clearTimeout(timer);
    const fields = values();
    const body = fields.toString();
    if (body === last || is_leaving) return;
    last = body;
    await vault.keep(owner, "typed", tab_name, { page, tab, body, name: await vault.name_of(new URL(form.getAttribute("action"), location).pathname, fields), ...begun });
  }

  if (kept && !form.querySelector(".govuk-error-message")) {
    const before = fill(new URLSearchParams(kept.body), unsent ? SKIPPED : NO_WORDS);
    say_restored(kept.at, before);
    if (!unsent) await save();
  }
  if (!is_touched()) last = values().toString(); // somebody may have begun before this script was there
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.addEventListener("input", later);
  later();
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  form.addEventListener("cairn-saved", () => vault.drop(vault.id_of(owner, "typed", tab_name))); // the service has it now
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    is_leaving = !event.defaultPrevented;
  });
  addEventListener("pageshow", (event) => event.persisted && (is_leaving = false));
}

// ---- signing out takes the key away ----

function signing_out(out) {
  let is_sure = false;
  out.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = [...(await vault.all("unsent", (o) => o === person)), ...(await vault.all("typed", (o) => o === person))];
    if (left.length && !is_sure) {
      is_sure = true;
      out.prepend(made("p", "Not all you wrote here has been sent. Signing out deletes it; to keep it, stay signed in until it has gone.", { class: "c-note", role: "alert" }));
      out.querySelector("button").textContent = "Sign out and delete";
      return;
    }
    await vault.destroy(person);
    out.submit();
  });
}

export async function page() {
  const marked = document.querySelector("form [name=offline]");
  person = document.body.dataset.person;
  form = marked && marked.form;
  is_family = form && "family" in form.dataset;
  // whose things this page may show; on a page of nobody's it may only say that there is something
  owner = is_outside ? await vault.link_owner(location.pathname) : person;
  quiet_since = navigator.onLine ? 0 : Date.now();
  line = made("div", "", { class: "c-unsent c-noprint", role: "status" });
  document.querySelector("header").after(line);
  worker.addEventListener("message", (event) => went(event.data));
  addEventListener("online", () => {
    quiet_since = 0;
    wakes();
    show();
  });
  addEventListener("offline", () => {
    quiet_since = Date.now();
    show();
  });
  if (form) {
    // the first time the worker was not there yet when the page was asked for
    if (!worker.controller) worker.addEventListener("controllerchange", () => fetch(here, { headers: { "Cairn-Open": "1" } }), { once: true });
    worker.register("/sw.js").catch(() => {});
  }
  if (person) {
    document.querySelectorAll('form[action="/sign-out"]').forEach(signing_out); // before anybody can press it
    await vault.set_now(person);
  }
  if (form && owner && !is_family) await typing();
  if (navigator.onLine) wakes();
  await show();
}
