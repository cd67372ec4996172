// autosave: a form with a hidden field `tab` posts its fields to its own address with ?keep=1 (or to its data-autosave),
// form-encoded with the CSRF token that is one of them, ten seconds after a change and when the page is left. Its
// [data-autosave-status], or the page's, says when it was saved, or that it was not. Files are never sent.

const EVERY = 10000;
const LONGEST = 120000;
const WORDS = {
  saved: "Saved at {time}",
  offline: "Not saved: no connection. Keep this page open",
  here: "Kept on this device: no connection",
  signedOut: "Not saved: you have been signed out. Keep this page open and sign in again in another tab",
  refused: "Not saved. Keep this page open, and copy your words somewhere safe",
};

const clock = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" });
const time_now = () => clock.format(new Date()).replace(/\s/g, "").toLowerCase().replace(/^0:/, "12:");

function body_of(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body.toString();
}

export function autosave(form) {
  const inside = form.querySelectorAll("[data-autosave-status]");
  const statuses = inside.length ? inside : document.querySelectorAll("[data-autosave-status]");
  const address = form.getAttribute("data-autosave") || `${form.getAttribute("action")}?keep=1`;
  const is_kept_here = form.querySelector("[name=offline]") && navigator.serviceWorker && navigator.serviceWorker.controller; // offline.js
  let kept = body_of(form);
  let wait = EVERY;
  let timer = 0;
  let failing = false;
  let leaving = false;
  let flight = null;

  const words = (name) => form.getAttribute(`data-autosave-${name.toLowerCase()}`) || WORDS[name];

  function say(text, good) {
    for (const status of statuses) {
      status.classList.add("c-saved");
      status.classList.toggle("c-saved--not", !good);
      if (status.textContent !== text) status.textContent = text;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function failed(text) {
    failing = true;
    say(text, false);
    wait = Math.min(wait * 2, LONGEST);
    later();
  }

  async function save() {
    clearTimeout(timer);
    const body = body_of(form);
    if (body === kept || flight || leaving) return;
    flight = new AbortController();
    try {
      const answer = await fetch(address, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: body.length < 60000,
        signal: flight.signal,
      });
      flight = null;
      if (answer.ok) {
        kept = body;
        wait = EVERY;
        failing = false;
        say(words("saved").replace("{time}", time_now()), true);
        if (body_of(form) !== kept) later();
        else form.dispatchEvent(new Event("cairn-saved"));
      } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        failed(words("signedOut"));
      } else {
        failed(words(answer.status >= 500 || answer.status === 429 ? "offline" : "refused"));
      }
    } catch (error) {
      flight = null;
      if (!leaving) failed(words(is_kept_here ? "here" : "offline"));
    }
  }

  function changed() {
    if (!failing && !flight && body_of(form) !== kept) later();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    if (flight) flight.abort();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("beforeunload", (event) => {
    if (failing && !leaving && !is_kept_here && body_of(form) !== kept) event.preventDefault();
  });
}
