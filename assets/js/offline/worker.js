// worker: the service worker. Assets come from the device; pages come from the network, and a blank form that was opened before comes
// back, sealed until then, when there is none. A form that is sent is kept first and let go once it has been taken.
//
// Nothing else is kept. Whose page it is, the service says (Cairn-Person); whether it may be kept, too (Cairn-Offline).

import * as vault from "./vault.js";
import { on } from "./on.js";

const ASSETS = "cairn-assets";
const ASSETS_MAX = 40;
const HEADERS = ["content-type", "content-security-policy", "referrer-policy"];
const ONLY_DRAWS = /^(add|find|list|as_)/; // buttons that ask for the page again and send nothing
const is_link = (owner) => owner.startsWith("link-");

// ---- assets: their names change with their bytes ----

async function asset(request) {
  const cache = await caches.open(ASSETS);
  const there = await cache.match(request.url);
  if (there) return there;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request.url, answer.clone());
    const names = await cache.keys();
    for (const old of names.slice(0, -ASSETS_MAX)) await cache.delete(old);
  }
  return answer;
}

async function assets_in(words) {
  for (const path of new Set(words.match(/\/assets\/[\w./-]+\w/g))) {
    const answer = await asset(new Request(path)).catch(() => null);
    if (answer && /\.css$/.test(path)) await assets_in(await answer.text());
  }
}

// ---- pages ----

const owner_of = async (url, person) => (url.pathname.startsWith("/a/") ? vault.link_owner(url.pathname) : person);
const page_id = async (owner, address) => vault.id_of(owner, "page", await vault.digest(address));
const address_of = (url) => url.pathname + url.search;

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    const may = answer.headers.has("Cairn-Offline");
    event.waitUntil(look(answer, may && answer.clone(), url).catch(() => {}));
    return answer;
  } catch (error) {
    return (await kept_page(url)) || Response.error();
  }
}

async function look({ headers, status }, copy, url) {
  const person = headers.get("Cairn-Person");
  if (person) await vault.set_now(person);
  if (!copy && status !== 404) return;
  const owner = await owner_of(url, person);
  if (!owner) return;
  if (!copy) return vault.drop(await page_id(owner, address_of(url))); // it is over
  const html = await copy.text();
  await vault.begin(owner);
  await vault.keep(owner, "page", await vault.digest(address_of(url)), { html, headers: [...headers].filter(([name]) => HEADERS.includes(name)) });
  await assets_in(html);
}

async function kept_page(url) {
  const owner = await owner_of(url, await vault.now());
  const kept = owner && (await vault.find(await page_id(owner, address_of(url))));
  if (!kept) return null;
  // opened again it is another form: two pieces written on it are two
  return new Response(kept.html.replace(/(name="tab" value=")[^"]*/, `$1${crypto.randomUUID()}`), { headers: kept.headers });
}

// ---- sending ----

const tell = async (message) => {
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage(message);
};

const deliver = (item, body) =>
  fetch(item.url, { method: "POST", body: new URLSearchParams(body), redirect: "manual", headers: { "Cairn-Send": "1" } });

const words_in = (html) => {
  const found = /govuk-error-summary__body">(.*?)<\/div>/s.exec(html) || /<h1[^>]*>(.*?)<\/h1>/s.exec(html);
  return found ? found[1].replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300) : "";
};

// What was kept of it while it was typed goes too, and what that had been begun from, if nobody has gone on there.
async function typed_too(item) {
  for (const typed of await vault.all("typed", (owner) => owner === item.owner)) {
    if (typed.name !== item.name) continue;
    const first = typed.from && (await vault.find(typed.from));
    if (first && first.at === typed.from_at) await vault.drop(first.id);
    await vault.drop(typed.id);
  }
}

// judged: what became of one. The words are let go only when the service has said that it has them.
async function judged(id, item, answer, is_alone) {
  let message = {};
  const is_json = /json/.test(answer.headers.get("Content-Type"));
  const to = is_json && answer.ok ? (await answer.clone().json()).to : "";
  if (to ? !to.startsWith("/sign-in") : answer.ok && !is_json && (is_link(item.owner) || !is_alone)) {
    if (is_alone && item.done) await vault.keep(item.owner, "done", item.name, item.done);
    if (item.is_edit) await vault.drop(await page_id(item.owner, item.page)); // it shows what was there before
    await vault.drop(id);
    await typed_too(item);
    message = { sent: id, to };
  } else if (!to && answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429) {
    const why = words_in(await answer.clone().text()) || `${answer.status}`;
    if (item.is_family) await vault.drop(id); // whoever opens the link next may be somebody else
    else await vault.keep(item.owner, "unsent", item.name, { ...item, why });
    message = { refused: item.is_family && is_alone && id, why };
  }
  await tell(message);
  return to;
}

async function item_of(url, body) {
  const fields = new URLSearchParams(body);
  const [who, page, family] = (fields.get("offline") || "").split(" ");
  if (!who) return null;
  const send_key = who === "link" && fields.get("send_key");
  return {
    owner: who === "link" ? await vault.link_owner(url.pathname) : who, page, url: address_of(url), body,
    is_family: Boolean(family), is_edit: fields.has("version"), done: send_key && { send_key, offline: `link ${page} family` },
    name: await vault.name_of(url.pathname, fields), title: fields.get("title") || "",
    draws: ONLY_DRAWS.test(fields.get("do")) || fields.has("unlink"),
  };
}

async function posted(request, url) {
  const body = await request.clone().text();
  const item = await item_of(url, body);
  if (!item || item.draws) return fetch(request).catch(() => (item ? Response.redirect(item.page, 303) : Response.error()));
  const id = await vault.keep(item.owner, "unsent", item.name, item).catch(() => null);
  if (!id) return fetch(request); // nothing can be kept here: as if there were no worker
  try {
    const answer = await deliver(item, body);
    const to = await judged(id, item, answer, false);
    return to ? Response.redirect(to, 303) : answer;
  } catch (error) {
    return Response.redirect(`${item.page}#unsent-${item.name}`, 303);
  }
}

// Signing out takes the key away even if the page's script was not there to do it.
async function signed_out(event) {
  const device = new URLSearchParams(await event.request.clone().text()).get("device");
  const answer = await fetch(event.request);
  if (device && answer.type === "opaqueredirect") event.waitUntil(vault.destroy(device).catch(() => {}));
  return answer;
}

// A person's session may be another by now: its page says whose it is, and has what a form must carry.
async function session() {
  const answer = await fetch("/account", { redirect: "manual" });
  const csrf = /name="csrf" value="([^"]*)/.exec(await answer.text());
  return { person: answer.headers.get("Cairn-Person"), csrf: csrf && csrf[1] };
}

let sending = null;
function send_all() {
  sending = sending || send_each().catch(() => {}).finally(() => (sending = null));
  return sending;
}

async function send_each() {
  await vault.sweep();
  const mine = await vault.now();
  const items = (await vault.all("unsent", (owner) => is_link(owner) || owner === mine)).filter((item) => !item.why);
  const who = items.some((item) => !is_link(item.owner)) ? await session() : {};
  for (const item of items) {
    const fields = new URLSearchParams(item.body);
    if (!is_link(item.owner)) {
      if (who.person !== item.owner || !who.csrf) continue;
      fields.set("csrf", who.csrf);
    }
    await judged(item.id, item, await deliver(item, fields), true);
  }
}

// ---- what it hears ----

// From a page: what stood in its form as it was left; whether all of that is kept, to be answered; or that there is a network.
let keeping = Promise.resolve();
function heard({ data, ports }) {
  if (data.body) return (keeping = keeping.then(() => vault.keep_typed(data)).catch(() => {}));
  if (ports[0]) return keeping.then(() => ports[0].postMessage(data));
  return send_all();
}

function asked(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.mode !== "navigate" && !request.headers.has("Cairn-Open")) return;
  else if (request.method === "GET") event.respondWith(page(event, url));
  else if (url.pathname === "/sign-out") event.respondWith(signed_out(event));
  else if (/urlencoded/.test(request.headers.get("Content-Type"))) event.respondWith(posted(request, url));
}

export function worker() {
  on(self, "install", () => skipWaiting());
  on(self, "activate", (event) => event.waitUntil(clients.claim()));
  on(self, "message", (event) => event.waitUntil(heard(event)));
  on(self, "sync", (event) => event.waitUntil(send_all()));
  on(self, "fetch", asked);
}
