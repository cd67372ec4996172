// files: <form data-files="/evidence/…/uploads"> sends what is chosen in pieces, so that a link that breaks costs one piece and
// not the file. The server knows how far it came: the same file chosen again goes on there, after a reload too. Without this
// script, or where pages have no checksums (plain http), the form sends itself whole.

const PIECE = 256 * 1024;
const TRIES = 8;
const WORDS = {
  sending: "Sending {name}: {percent} %",
  wait: "Waiting for the connection, then {name} goes on where it stopped",
  checking: "Looking at {name}",
  stopped: "Stopped before the end. Choose the same file again and it goes on where it stopped",
};

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function sum(blob) {
  const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

export function files(form) {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-files-status]");
  const bar = form.querySelector("progress");
  if (!input || !status || !bar || !globalThis.crypto?.subtle) return;
  const say = (name, values = {}) => {
    status.textContent = WORDS[name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  };

  // an answer that is none (no network, a proxy's error) is asked for again, ever later
  async function post(url, fields, name) {
    for (let i = 0; ; i++) {
      const body = new FormData();
      for (const [key, value] of Object.entries(fields)) body.append(key, value);
      body.append("csrf", form.elements.csrf.value);
      const plain = fields.piece ? body : new URLSearchParams(body);
      try {
        const answer = await fetch(url, { method: "POST", body: plain, credentials: "same-origin", redirect: "manual" });
        if (answer.status < 500 && answer.type !== "opaqueredirect") return answer;
      } catch {
        // no network
      }
      if (i === TRIES) throw new Error("gone");
      say("wait", { name });
      await pause(Math.min(1000 * 2 ** i, 30000));
    }
  }

  async function send(file) {
    const begins = await sum(file.slice(0, PIECE));
    let answer = await post(form.dataset.files, { name: file.name, size: file.size, begins }, file.name);
    let body = await answer.json();
    if (answer.status === 422) return body.errors.map((e) => e.message);
    const url = `${form.dataset.files}/${body.id}`;
    do {
      while (body.received < file.size) {
        const percent = Math.floor((100 * body.received) / file.size);
        bar.value = percent;
        if (percent % 10 === 0 || file.size < 10 * PIECE) say("sending", { name: file.name, percent });
        const piece = file.slice(body.received, body.received + PIECE);
        answer = await post(url, { at: body.received, sum: await sum(piece), piece }, file.name);
        if (!answer.ok && answer.status !== 409) throw new Error("refused");
        const before = body.received;
        body = await answer.json();
        if (body.received === before) await pause(1000); // another tab has it, or the service is busy
      }
      bar.value = 100;
      say("checking", { name: file.name });
      answer = await post(`${url}/end`, {}, file.name);
      if (answer.status === 409) body = await answer.json(); // what was sent is not there any more
    } while (answer.status === 409);
    if (answer.status === 422) return (await answer.json()).errors.map((e) => e.message);
    if (!answer.ok) throw new Error("refused");
    return [];
  }

  form.addEventListener("submit", async (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = form.querySelector("button");
    const refused = [];
    button.disabled = true;
    bar.hidden = false;
    try {
      for (const file of input.files) refused.push(...(await send(file)));
      if (!refused.length) location.assign(form.action);
      status.textContent = refused.join(". ");
    } catch {
      say("stopped");
    }
    bar.hidden = true;
    button.disabled = false;
  });
}
