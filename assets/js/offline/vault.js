// vault: what this device keeps of one person, or of one outsider's link, until it has been sent. Everything is sealed with a
// key of theirs that the browser never hands out (WebCrypto, AES-GCM, not extractable), so that the records say nothing to
// anybody who looks at them. Taking the key away takes all of it away. Used by the pages (page.js) and the worker (worker.js).
//
// A record is { id, owner, type, at, iv, sealed }; its type is "page" (a blank form), "typed", "unsent" or "done" (what a link
// has sent, whose answer nobody has seen yet).

const DAYS_KEPT = 14;
const text = new TextEncoder();

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("cairn", 1);
    asked.onupgradeneeded = () => {
      for (const store of ["keys", "kept"]) asked.result.createObjectStore(store, { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

// One act on one store; done once it is on the disk.
async function act(store, mode, what) {
  const db = await opened();
  try {
    return await new Promise((done, fail) => {
      const transaction = db.transaction(store, mode, { durability: "strict" });
      const asked = what(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    db.close();
  }
}
const read = (store, id) => act(store, "readonly", (s) => s.get(id));
const write = (store, record) => act(store, "readwrite", (s) => s.put(record));
const every = (store) => act(store, "readonly", (s) => s.getAll());
const erase = (store, id) => act(store, "readwrite", (s) => s.delete(id));

export async function digest(words) {
  const bytes = await crypto.subtle.digest("SHA-256", text.encode(words));
  return Array.from(new Uint8Array(bytes, 0, 16), (b) => b.toString(16).padStart(2, "0")).join("");
}

// name_of: which form it is, however often it is sent.
export const name_of = (path, fields) => digest(`${path} ${fields.get("tab") || fields.get("send_key")}`);

// link_owner: a link is its own person. Its address is the key to a form, so only a hash of it is in the clear.
export const link_owner = async (path) => `link-${await digest(path)}`;
// now: whoever was last signed in here, for pages that are opened without a network.
export const now = async () => ((await read("keys", "now")) || {}).owner;
export const set_now = async (owner) => (await now()) === owner || write("keys", { id: "now", owner });

// begin: whoever opens a form has a key from then on. Nothing else makes one: what comes after signing out is not kept.
export async function begin(owner) {
  const there = await read("keys", owner);
  if (there && Date.now() - there.at > 3600e3) await write("keys", { ...there, at: Date.now() });
  if (there) return;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // two pages may have come here at once: the first key stays
  await act("keys", "readwrite", (s) => s.add({ id: owner, key, at: Date.now() })).catch(() => {});
}
const key_of = async (owner) => ((await read("keys", owner)) || {}).key;

export const id_of = (owner, type, name) => `${owner}.${type}.${name}`;

// keep: its id; null when there is no key.
export async function keep(owner, type, name, value) {
  const id = id_of(owner, type, name);
  const key = await key_of(owner);
  if (!key) return null;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(id) }, key, text.encode(JSON.stringify(value)));
  await write("kept", { id, owner, type, at: Date.now(), iv, sealed });
  return id;
}

// typed_name: one a page and tab. keep_typed: what stands in a form, kept under it; `here` is the page, `path` where it is sent.
export const typed_name = async (here, tab) => `${await digest(here)}.${tab}`;
export async function keep_typed({ owner, here, tab, path, body, ...begun }) {
  const name = await name_of(path, new URLSearchParams(body));
  return keep(owner, "typed", await typed_name(here, tab), { page: await digest(here), tab, body, name, ...begun });
}

const oldest = () => Date.now() - DAYS_KEPT * 864e5;

async function unsealed(record) {
  if (record.at < oldest()) return null;
  try {
    const key = await key_of(record.owner);
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv, additionalData: text.encode(record.id) }, key, record.sealed);
    return { id: record.id, at: record.at, owner: record.owner, ...JSON.parse(new TextDecoder().decode(bytes)) };
  } catch (error) {
    return null; // its key is gone
  }
}

export async function find(id) {
  const record = await read("kept", id);
  return record && unsealed(record);
}

// all: of a type, of those owners, oldest first.
export async function all(type, is_theirs) {
  const records = (await every("kept")).filter((r) => r.type === type && is_theirs(r.owner));
  const values = await Promise.all(records.sort((a, b) => a.at - b.at).map(unsealed));
  return values.filter(Boolean);
}

export const drop = (id) => erase("kept", id);

// destroy: the key and everything under it.
export async function destroy(owner) {
  await erase("keys", owner);
  for (const r of await every("kept")) if (r.owner === owner) await drop(r.id);
  if ((await now()) === owner) await erase("keys", "now");
}

// sweep: what is older than that goes, whether it was sent or not; and so does the key of whoever has not been here since.
export async function sweep() {
  const before = oldest();
  for (const r of await every("kept")) if (r.at < before) await drop(r.id);
  for (const k of await every("keys")) if (k.at < before) await destroy(k.id);
}
