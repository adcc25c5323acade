// Passkeys. A form with data-passkey="get" or "create" asks the browser for a credential, puts it into its hidden
// field and sends itself. Options come from data-options (asked when pressed) or the JSON script inside the form.

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
};

const toText = (buffer) => {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const described = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

function forBrowser(options) {
  const key = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: toBytes(key.user.id) };
  if (key.allowCredentials) key.allowCredentials = described(key.allowCredentials);
  if (key.excludeCredentials) key.excludeCredentials = described(key.excludeCredentials);
  return { publicKey: key };
}

function forServer(credential) {
  const { response } = credential;
  const sent = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) sent[name] = toText(response[name]);
  }
  if (response.getTransports) sent.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: sent,
  };
}

async function optionsOf(form) {
  const inside = form.querySelector("script[type='application/json']");
  if (inside) return JSON.parse(inside.textContent);
  const answer = await fetch(form.dataset.options, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options;
}

function wanted(options, form) {
  const alone = form.elements.namedItem("passwordless");
  if (form.dataset.passkey !== "create" || !alone) return options;
  const selection = { ...options.publicKey.authenticatorSelection };
  selection.residentKey = alone.checked ? "required" : "discouraged";
  selection.requireResidentKey = alone.checked;
  if (alone.checked) selection.userVerification = "required";
  return { publicKey: { ...options.publicKey, authenticatorSelection: selection } };
}

async function ask(form) {
  const options = forBrowser(wanted(await optionsOf(form), form));
  const credential = await navigator.credentials[form.dataset.passkey](options);
  form.elements.namedItem("credential").value = JSON.stringify(forServer(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    if (failed) failed.hidden = true;
    ask(form).catch(() => {
      if (failed) failed.hidden = false;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    });
  });
}
