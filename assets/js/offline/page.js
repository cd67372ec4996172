// page: forms that work without a network once they have been opened. What is typed is kept on this device, sealed (vault.js);
// what is sent without a network waits there and goes by itself (worker.js). A line below the header says so, in words.
//
// A form of that kind has a hidden field `offline`: whose it is, and its page. "link" is somebody without an account. Of a
// family's ("family" is the third word) nothing is kept but what was sent and could not go, and none of it is shown again, save in
// the page that sending it led to, if it is refused while that is still open.

import * as vault from "./vault.js";
import { on } from "./on.js";

const WAIT = 1000;
const PATIENCE = 8000; // with a device that is slow to say what it has
const SKIPPED = ["csrf", "version", "offline", "tab_from"];
const NO_WORDS = [...SKIPPED, "tab", "send_key", "do"];
const REFUSED = "Not sent: it was not accepted.";
const worker = navigator.serviceWorker;
const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/London" });
const here = location.pathname + location.search;
const is_outside = location.pathname.startsWith("/a/");
let person, form, is_family, owner, line, quiet_since;
let sent_at = 0;
let refused = "";
let unsent = ""; // the id of what was sent from here just now and waits
let held = null; // that, of a family, as long as its page is open

function made(tag, words, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = words;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

const each = (selector, then) => document.querySelectorAll(selector).forEach(then);
const wakes = () => worker.ready.then((r) => r.active.postMessage("send"));

// ---- what is not sent yet ----

const button = (words, then) => {
  const element = made("button", words, { type: "button", class: "c-linkish" });
  on(element, "click", then);
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

function say(parts) {
  const box = made("div", "", { class: is_outside ? "c-out__in" : "govuk-width-container" });
  box.append(...parts);
  line.replaceChildren(...(parts.length ? [box] : []));
}

async function show() {
  const mine = owner || (await vault.now());
  const items = mine ? await vault.all("unsent", (o) => o === mine) : [];
  const waiting = items.filter((item) => !item.why).length;
  const listed = items.filter((item) => !item.is_family);
  const parts = [];
  if (waiting && !owner) parts.push(made("p", "Not sent yet: something on this device. Sign in again as the same person, and it goes."));
  else if (waiting) parts.push(made("b", `Not sent yet: ${waiting === 1 ? "it is" : `${waiting} are`} kept on this device.`), made("p", "Nothing is lost. It goes by itself when there is a connection."));
  else if (items.length && owner) parts.push(made("b", `${REFUSED} Your words are here.`));
  else if (quiet_since && form) parts.push(made("b", `No connection since ${clock.format(quiet_since)}.`), made("p", is_family ? "You can still send." : "What you type is kept on this device. What you send goes when there is one."));
  else if (refused) parts.push(made("b", refused));
  else if (sent_at) parts.push(made("p", `Sent ${clock.format(sent_at)}`));
  if (listed.length && owner) {
    const list = made("ul", "");
    list.append(...listed.map(item_line));
    parts.push(list);
  }
  if (waiting && owner && navigator.onLine) parts.push(button("Send now", wakes));
  say(parts);
  if (waiting) worker.ready.then((r) => r.sync && r.sync.register("send")).catch(() => {});
}

// What a link sent is answered with a page of its own, with the code that deletes it: asking again gets it, now or when the
// link is next opened. Its words are not needed for that.
async function thanks() {
  const [done] = is_outside ? await vault.all("done", (o) => o === owner) : [];
  if (!done || !navigator.onLine) return show();
  await vault.drop(done.id);
  const again = made("form", "", { method: "post", hidden: "" });
  for (const name of ["send_key", "offline"]) again.append(made("input", "", { name, value: done[name] }));
  document.body.append(again);
  return again.submit();
}

// Sent while its own page is open: on to where the answer leads.
function went(message) {
  if (message.sent) sent_at = Date.now();
  refused = message.refused && REFUSED;
  if (form && message.to && message.sent === unsent) return location.replace(message.to);
  if (held && message.refused === unsent) {
    refused += ` ${message.why}`;
    restore(held, SKIPPED);
    held = null;
  }
  return thanks();
}

// ---- what is typed ----

const values = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf"));

const is_changed = (c) => c.checked !== c.defaultChecked || (c.type !== "hidden" && c.defaultValue !== undefined && c.value !== c.defaultValue);
const is_touched = () => [...form.elements].some(is_changed);

// Whoever has begun to type before this came keeps what they typed: it stands behind what comes back, or that stands beside it.
function restore({ at, body }, skipped) {
  const kept = new URLSearchParams(body);
  const beside = [];
  const begun = new Set([...form.elements].filter(is_changed).map((c) => c.name));
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || skipped.includes(name) || type === "submit" || type === "file") continue;
    const all = kept.getAll(name);
    if (type === "checkbox" || type === "radio") {
      const on = all.includes(control.value);
      if (on === control.checked || begun.has(name)) continue;
      control.checked = on;
    } else {
      const now = control.value;
      let value = all[0] || "";
      if (value === now || (begun.has(name) && !value)) continue;
      const what = control.labels && control.labels[0] ? control.labels[0].textContent : name;
      if (begun.has(name) && type !== "textarea") {
        beside.push([`${what}: kept on this device`, value]);
        continue;
      }
      if (!begun.has(name)) {
        if (now.trim() && type !== "hidden") beside.push([`${what}: kept on the server`, now]);
      } else if (now.startsWith(value)) continue;
      else if (!value.startsWith(now)) value += `\n\n${now}`;
      control.value = value;
      const fold = control.closest("details");
      if (fold && value) fold.open = true;
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // both versions: what was typed stands in the boxes, what stood in them is beside it
  const note = made("div", "", { class: "c-note c-roomy", role: "status" });
  note.append(made("p", `What you typed here, kept ${clock.format(at)}, is back in the boxes.`));
  for (const [label, words] of beside) note.append(made("p", label), made("blockquote", words, { class: "c-voice" }));
  form.prepend(note);
}

// What a page that was left has handed to the worker is there before this one looks for it.
const settled = () => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  setTimeout(done, 10 * WAIT);
  if (worker.controller) worker.controller.postMessage("settled", [port2]);
  else done();
});

// It listens before it looks for what was kept, which takes a while: whoever types meanwhile, or leaves, loses nothing by it.
async function typing() {
  const tab = sessionStorage["cairn-tab"] || (sessionStorage["cairn-tab"] = crypto.randomUUID());
  let begun = {};
  let timer = 0;
  let last = null; // what is kept; null until it is known what had been kept before
  let is_leaving = false;
  let writing = Promise.resolve();

  const as_typed = (body) => ({ owner, here, tab, path: new URL(form.getAttribute("action"), location).pathname, body, ...begun });
  const save = () => (writing = writing.then(async () => {
    clearTimeout(timer);
    const body = values().toString();
    if (last === null || body === last || is_leaving) return;
    await vault.keep_typed(as_typed(body));
    last = body;
  }).catch(console.error));
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  on(form, "input", later);
  on(document, "visibilitychange", () => document.visibilityState === "hidden" && save());
  // a page that is left is gone before it has written anything: the worker stays and does it
  on(self, "pagehide", () => {
    const body = values().toString();
    if (is_leaving || (last === null ? !is_touched() : body === last)) return;
    if (worker.controller) worker.controller.postMessage({ ...as_typed(body), ...(last === null && { tab: crypto.randomUUID() }) });
    else save();
  });
  on(form, "cairn-saved", () => { // the service has it now
    if (last === null) return; // what was kept here is not back yet
    last = values().toString();
    writing = writing.then(async () => vault.drop(vault.id_of(owner, "typed", await vault.typed_name(here, tab)))).catch(() => {});
  });
  on(form, "submit", (event) => {
    clearTimeout(timer);
    is_leaving = !event.defaultPrevented;
  });
  on(self, "pageshow", (event) => event.persisted && (is_leaving = false));

  const slow = setTimeout(() => say([made("p", "Looking for what you typed here before.")]), 300);
  form.setAttribute("aria-busy", "true");
  try {
    await vault.begin(owner);
    await settled();
    const page = await vault.digest(here);
    const sent = unsent && (await vault.find(unsent));
    const typed = sent ? [] : (await vault.all("typed", (o) => o === owner)).filter((r) => r.page === page);
    const kept = sent || typed.find((r) => r.tab === tab) || typed.pop();
    if (kept && !sent) begun = { from: kept.id, from_at: kept.at };
    last = is_touched() ? "" : values().toString(); // somebody may have begun before this script was there
    if (kept && !form.querySelector(".govuk-error-message")) {
      restore(kept, sent ? SKIPPED : NO_WORDS);
      if (!sent) await save();
    }
  } finally {
    clearTimeout(slow);
    form.removeAttribute("aria-busy");
  }
  later();
}

// ---- signing out takes the key away ----

// A device that does not say what it keeps may keep something; one that cannot say it, or let go of it, keeps nobody here.
const soon = (what) => Promise.race([what.catch(() => []), new Promise((done) => setTimeout(done, PATIENCE, [1]))]);

function signing_out(out) {
  let asked_at = 0;
  let is_asking = false;
  on(out, "submit", async (event) => {
    event.preventDefault();
    if (is_asking || Date.now() - asked_at < WAIT) return; // a double press is one
    is_asking = true;
    const left = asked_at ? [] : (await soon(Promise.all(["unsent", "typed"].map((type) => vault.all(type, (o) => o === person))))).flat();
    if (left.length) {
      asked_at = Date.now();
      out.prepend(made("p", "Not all you wrote here may be sent yet. Signing out deletes it; to keep it, stay signed in until it has gone.", { class: "c-note", role: "alert" }));
      out.querySelector("button").textContent = "Sign out and delete";
    } else {
      await soon(vault.destroy(person));
      out.submit();
    }
    is_asking = false;
  });
}

// What this device has of a link goes, at once and for good: the words in the boxes, what waits, and the page.
async function forget(words) {
  await vault.destroy(owner);
  form.reset(); // nor is it kept at the service as the page is left
  form.remove();
  say([made("b", words)]);
}

// Whoever opens the link next has no hash in it, and whoever opens this page anew, or comes back to it, finds none.
async function family() {
  await vault.begin(owner);
  held = unsent && (await vault.find(unsent));
  history.replaceState(0, "", here);
  on(self, "pagehide", () => (held = null));
}

export async function page() {
  const marked = document.querySelector("form [name=offline]");
  person = document.body.dataset.person;
  form = marked && marked.form;
  is_family = form && marked.value.endsWith(" family");
  // whose things this page may show; on a page of nobody's it may only say that there is something
  owner = is_outside ? await vault.link_owner(location.pathname) : person;
  if (location.hash.startsWith("#unsent-")) unsent = vault.id_of(owner, "unsent", location.hash.slice(8));
  quiet_since = navigator.onLine ? 0 : Date.now();
  line = made("div", "", { class: "c-unsent c-noprint", role: "status" });
  document.querySelector("header").after(line);
  on(worker, "message", (event) => went(event.data));
  on(self, "online", () => {
    quiet_since = 0;
    wakes();
    show();
  });
  on(self, "offline", () => {
    quiet_since = Date.now();
    show();
  });
  if (form) {
    // the first time the worker was not there yet when the page was asked for
    if (!worker.controller) on(worker, "controllerchange", () => fetch(here, { headers: { "Cairn-Open": "1" } }), { once: true });
    worker.register("/sw.js").catch(() => {});
  }
  if (person) {
    each('form[action="/sign-out"]', signing_out); // before anybody can press it
    vault.set_now(person).catch(() => {});
  }
  const { gone } = document.body.dataset; // signed out just now, without this script
  if (gone) await vault.destroy(gone);
  if (form && owner) await (is_family ? family() : typing().catch(console.error));
  each("[data-forget]", (b) => on(b, "click", () => forget(b.dataset.forget)));
  if (navigator.onLine) wakes();
  await thanks();
}
