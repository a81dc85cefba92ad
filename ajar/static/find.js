// Ctrl/Cmd+K: one box for people and for what this page can do. Without scripts the same is a page of its own.
"use strict";
(() => {
  const opener = document.querySelector("[data-find]");
  const words = document.currentScript.dataset;
  if (!opener || !window.HTMLDialogElement) return;
  let dialog, box, list, status, before, waiting, asking, shown = null, at = -1;

  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  function build() {
    box = make("input", { id: "find-box", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "find-list", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "200", dir: "auto" });
    list = make("ul", { id: "find-list", class: "found", role: "listbox", "aria-label": words.list });
    status = make("p", { role: "status", class: "muted small" });
    dialog = make("dialog", { "aria-label": words.title },
      make("div", { class: "field" }, make("label", { for: "find-box" }, words.label), box), list, status);
    document.body.append(dialog);
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => ask(false), 200); });
    box.addEventListener("keydown", keys);
    list.addEventListener("click", e => { const one = e.target.closest("[role=option]"); if (one && !one.href) { e.preventDefault(); choose(one); } });
    dialog.addEventListener("close", () => { box.value = ""; list.replaceChildren(); status.textContent = ""; before?.focus(); });
    dialog.addEventListener("click", e => { if (e.target === dialog) dialog.close(); });
  }

  const options = () => [...list.querySelectorAll("[role=option]")];

  function mark(to) {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    all.forEach((one, i) => one.setAttribute("aria-selected", i === at));
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  // What this page can do: its buttons, whatever else it marks with data-do, the menu, and somebody new.
  function doings(typed) {
    const found = new Map();
    for (const one of document.querySelectorAll("[data-do], [data-turn], main .btn, header.top nav a")) {
      const text = one.dataset.do || one.textContent.trim();
      if (text && !found.has(text)) found.set(text, one);
    }
    if (words.newHref) found.set(words.new, make("a", { href: words.newHref }));
    const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const want = fold(typed.trim());
    return [...found].filter(([text]) => !want || fold(text).split(/\s+/).some(part => part.startsWith(want)) || fold(text).startsWith(want)).slice(0, 12);
  }

  function option(element, number) {
    element.id = `find-${number}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.tabIndex = -1;
    return make("li", { role: "presentation" }, element);
  }

  function show(people, typed) {
    const rows = people.map(link => link.cloneNode(true));
    for (const [text, source] of doings(typed)) {
      const one = make("a", {}, text);
      if (source.href) one.href = source.href; else one.press = source;
      rows.push(one);
    }
    list.replaceChildren(...rows.map(option));
    mark(typed.trim() ? 0 : -1);
  }

  async function ask(whole) {
    const typed = box.value;
    asking?.abort();
    shown = null;
    // A card is asked for when it is whole: Enter says so. A single letter finds too many.
    if (typed.trim().length < 2 && !whole || /\d/.test(typed) && !whole) { show([], typed); status.textContent = /\d/.test(typed) ? words.enter : ""; return; }
    asking = new AbortController();
    const body = new FormData();
    body.set("find", typed);
    body.set("csrfmiddlewaretoken", token());
    try {
      const answer = await fetch(opener.href, { method: "POST", body, headers: { "HX-Request": "true" }, signal: asking.signal, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.headers.get("HX-Redirect")) { location.reload(); return; }
      if (answer.status === 429) { show([], typed); status.textContent = words.slower; return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown = typed;
      show([...page.querySelectorAll("[data-found] a")], typed);
      status.textContent = page.querySelector("[role=status], [role=alert]")?.textContent || "";
    } catch (problem) {
      if (problem.name !== "AbortError") status.textContent = words.offline;
    }
  }

  function choose(one) {
    if (one.href) { location.assign(one.href); return; }
    const source = one.press;
    dialog.close();
    source.click();
  }

  async function keys(e) {
    if (e.key === "ArrowDown") { e.preventDefault(); mark(at + 1); }
    else if (e.key === "ArrowUp") { e.preventDefault(); mark(at < 0 ? -1 : at - 1); }
    else if (e.key === "Enter") {
      e.preventDefault();
      clearTimeout(waiting);
      // The list may still be that of fewer letters: Enter asks first, and the next Enter chooses.
      if (box.value && shown !== box.value) await ask(true);
      else if (at >= 0) choose(options()[at]);
    }
  }

  function open() {
    if (!dialog) build();
    if (dialog.open) return;
    before = document.activeElement;
    dialog.showModal();
    show([], "");
    box.focus();
  }

  opener.addEventListener("click", e => { if (!(e.ctrlKey || e.metaKey || e.shiftKey)) { e.preventDefault(); open(); } });
  addEventListener("keydown", e => { if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k") { e.preventDefault(); open(); } });
})();
