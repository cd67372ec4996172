// passkey: <form data-passkey="create|get"> asks the browser for a passkey when it is sent, puts what it says into the hidden
// fields, and sends the form. Only a script can ask; without one the page says what else there is.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text_of = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (data) => (data.credentials ? data.credentials.split(",").map((id) => ({ type: "public-key", id: bytes(id) })) : []);

async function create(data) {
  const made = await navigator.credentials.create({ publicKey: {
    rp: { id: data.host, name: "Cairn" },
    user: { id: bytes(data.user), name: data.email, displayName: data.name },
    challenge: bytes(data.challenge),
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    excludeCredentials: known(data),
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
    attestation: "none",
    timeout: 120000,
  } });
  return { client_data: made.response.clientDataJSON, authenticator_data: made.response.getAuthenticatorData() };
}

async function get(data) {
  const shown = await navigator.credentials.get({ publicKey: {
    rpId: data.host,
    challenge: bytes(data.challenge),
    allowCredentials: known(data),
    userVerification: "preferred",
    timeout: 120000,
  } });
  const { clientDataJSON, authenticatorData, signature } = shown.response;
  return { credential: shown.rawId, client_data: clientDataJSON, authenticator_data: authenticatorData, signature };
}

export function passkey(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    failed.hidden = true;
    try {
      const said = await (form.dataset.passkey === "create" ? create : get)(form.dataset);
      for (const name in said) form.elements[name].value = text_of(said[name]);
      form.submit();
    } catch {
      failed.hidden = false; // cancelled, timed out, or there is none: the browser has said which
      busy = false;
    }
  });
}
