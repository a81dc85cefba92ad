// Asks the browser for a passkey and sends its answer with the form around it. The server made the question.
"use strict";
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = list => (list || []).map(one => ({ ...one, id: bytes(one.id) }));

const question = ({ publicKey: q }) => ({
  ...q, challenge: bytes(q.challenge),
  ...(q.user && { user: { ...q.user, id: bytes(q.user.id) } }),
  ...(q.excludeCredentials && { excludeCredentials: known(q.excludeCredentials) }),
  ...(q.allowCredentials && { allowCredentials: known(q.allowCredentials) }),
});

const answer = c => {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) if (c.response[name]) said[name] = text(c.response[name]);
  if (c.response.getTransports) said.transports = c.response.getTransports();
  return { id: c.id, rawId: text(c.rawId), type: c.type, response: said, clientExtensionResults: c.getClientExtensionResults(), ...(c.authenticatorAttachment && { authenticatorAttachment: c.authenticatorAttachment }) };
};

document.querySelectorAll("form[data-passkey]").forEach(form => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async e => {
    if (form.dataset.ready) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    const sorry = form.querySelector("[data-sorry]");
    sorry.textContent = "";
    try {
      let asked;
      if (form.dataset.passkey === "alone") asked = (await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).request_options;
      else asked = JSON.parse(form.dataset.options);
      const publicKey = question(asked);
      let given;
      if (form.dataset.passkey === "create") {
        const alone = form.elements.passwordless?.checked;
        publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: Boolean(alone) };
        if (alone) publicKey.authenticatorSelection.userVerification = "required";
        given = await navigator.credentials.create({ publicKey });
      } else given = await navigator.credentials.get({ publicKey });
      form.elements.credential.value = JSON.stringify(answer(given));
      form.dataset.ready = "1";
      form.requestSubmit();
    } catch {
      sorry.textContent = sorry.dataset.sorry;
    }
  });
});
