// What makes pages quicker; nothing here makes a thing possible that plain HTML does not.
"use strict";
const $ = (what, within = document) => within.querySelector(what);
const token = () => $("input[name=csrfmiddlewaretoken]")?.value || "";

// Errors first: the summary is read and seen before the form.
$("[data-focus]")?.focus();

// Menus close on Escape and on a click elsewhere.
addEventListener("click", e => document.querySelectorAll("details.menu[open]").forEach(m => m.contains(e.target) || (m.open = false)));
addEventListener("keydown", e => {
  if (e.key === "Escape") document.querySelectorAll("details.menu[open]").forEach(m => { m.open = false; $("summary", m).focus(); });
  const command = e.ctrlKey || e.metaKey;
  if (command && e.key === ".") { const turn = $("[data-turn]"); if (turn) { e.preventDefault(); turn.click(); } }
  if (command && e.key === "Enter") { const form = document.activeElement?.closest("form[method=post]"); if (form) { e.preventDefault(); form.requestSubmit(); } }
});

// Answers by their digit, while the focus is among them and nowhere else (WCAG 2.1.4).
$("[data-digits]")?.addEventListener("keydown", e => { if (/^[1-9]$/.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) e.currentTarget.children[e.key - 1]?.click(); });

// A second press while the first is on its way does nothing.
addEventListener("submit", e => {
  const form = e.target;
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(f => delete f.dataset.sent));

// The lock: one minute's notice, one press to stay, then the page is covered. The server decides; this shows it.
const lock = $("[data-lock-in]");
let heard = () => {};
if (lock) {
  let timer;
  const cover = () => location.replace(`${lock.dataset.lock}?next=${encodeURIComponent(location.pathname + location.search)}`);
  const wait = seconds => { clearTimeout(timer); timer = setTimeout(look, Math.max(1, seconds) * 1000); };
  const left = seconds => {
    document.body.hidden = false;
    const soon = seconds <= 60, newly = soon && lock.hidden;
    lock.hidden = !soon;
    if (newly && !document.activeElement?.closest("input, textarea, select")) $("button", lock).focus();
    wait(soon ? seconds : seconds - 60);
  };
  // Every answer says how long is left; 423 says that the lock has fallen, perhaps in another tab.
  heard = answer => { if (answer.status === 423) cover(); else { const n = answer.headers.get("X-Lock-In"); if (n !== null) left(Number(n)); } };
  const ask = async more => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    if (!more) body.set("peek", "1");
    const answer = await fetch(lock.dataset.stay, { method: "POST", body, redirect: "manual" });
    if (answer.ok && Number(answer.headers.get("X-Lock-In")) > 0) heard(answer); else cover();
  };
  // Without an answer the words stay in the page, unseen, until there is one.
  const look = () => ask(false).catch(() => { document.body.hidden = !lock.hidden; wait(10); });
  $("button", lock).addEventListener("click", () => ask(true).catch(() => wait(5)));
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
  document.addEventListener("htmx:afterRequest", e => { const n = e.detail.xhr?.getResponseHeader("X-Lock-In"); if (n) left(Number(n)); });
  left(Number(lock.dataset.lockIn));
}

// Typed text is kept on the server every few seconds while it changes.
document.querySelectorAll("form[data-draft]").forEach(form => {
  const status = $("[data-draft-status]", form);
  let waiting, last = new URLSearchParams(new FormData(form)).toString();
  const send = async () => {
    const body = new FormData(form), now = new URLSearchParams(body).toString();
    if (now === last || form.dataset.sent) return;
    last = now;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "manual" });
      heard(answer);
      if (status) status.textContent = answer.ok ? status.dataset.kept : status.dataset.failed;
    } catch { if (status) status.textContent = status.dataset.failed; }
  };
  // A field may stand elsewhere on the page and belong to the form.
  document.addEventListener("input", e => { if (e.target.form === form) { clearTimeout(waiting); waiting = setTimeout(send, 2000); } });
  addEventListener("pagehide", () => { if (!form.dataset.sent && new URLSearchParams(new FormData(form)).toString() !== last) navigator.sendBeacon(form.dataset.draft, new FormData(form)); });
});

// A page to hang up or to point at prints in one press; without scripts the browser's own print does it.
document.querySelectorAll("[data-print]").forEach(button => { button.hidden = false; button.addEventListener("click", () => print()); });

// Copy nothing, remember nothing: the page reloads when it comes back from the browser's own cache.
addEventListener("pageshow", e => { if (e.persisted) location.reload(); });
