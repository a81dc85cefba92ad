"""How the browser tests look at a page: taps and keys are counted, and every page visited is checked.

Numbers are those of the Keystroke-Level Model (Card, Moran, Newell): 1.1 s a tap, 1.35 s a decision, 0.28 s a key,
0.4 s a key on a phone. Elements are found by role and visible name only, so a control without a name cannot be found.
"""

import os
import re
import shutil
from hashlib import sha256
from io import BytesIO

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ajar.press.never import never_said

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run", "--mute-audio",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider", "--font-render-hinting=none",
]  # fmt: skip
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 640}
SMALLEST = {"width": 320, "height": 640}
TAP, DECISION, KEY, PHONE_KEY = 1.1, 1.35, 0.28, 0.4
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_SEEN: set[str] = set()  # pages that look the same to the letter are checked once a run


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise AssertionError("Chromium is not installed. On Debian: apt-get install chromium")


class Meter:
    """What a person had to do: taps, keys, fields typed into, decisions; and the seconds that the model gives it."""

    def __init__(self, phone=False):
        self.key_seconds = PHONE_KEY if phone else KEY
        self.start()

    def start(self):
        self.taps = self.keys = self.typed = self.decisions = 0

    @property
    def klm(self) -> float:
        return round(self.taps * TAP + self.decisions * DECISION + self.keys * self.key_seconds, 2)

    def __repr__(self):
        return f"{self.taps} taps, {self.keys} keys, {self.typed} typed, {self.klm} s"


class Visitor:
    """A worker at a browser. Everything they do is counted, every page they see is checked."""

    def __init__(self, page: Page, address: str, *, phone=False, scripts=True):
        self.page, self.address = page, address
        self.phone, self.scripts = phone, scripts
        self.meter = Meter(phone)
        self.problems: list[str] = []
        self.pages = 0
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("response", self._response)
        self.on_the_way = False
        page.on("request", self._asked)
        page.on("load", lambda _page: setattr(self, "on_the_way", False))
        page.on("requestfailed", self._not_answered)
        page.on("dialog", lambda dialog: self.problems.append("a dialog opened") or dialog.dismiss())

    def _console(self, message):
        if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
            self.problems.append(f"{self._where()}: console: {message.text}")

    def _response(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.request.method} {response.url} answered {response.status}")
        self.last_status = response.status if response.request.is_navigation_request() else self.status

    def _asked(self, request):
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.on_the_way = True

    def _not_answered(self, request):
        if request.is_navigation_request():
            self.on_the_way = False

    def arrive(self):
        """Wait until the page that a press asked for is there, if it asked for one."""
        self.page.wait_for_timeout(80)
        for _ in range(500):
            if not self.on_the_way:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"{self.page.url} did not answer")

    @property
    def status(self):
        return getattr(self, "last_status", None)

    def _where(self):
        return re.sub(r"[0-9a-f-]{36}", "…", self.page.url.replace(self.address, "")) or "/"

    # -- doing

    def go(self, path):
        """Type an address, or follow a bookmark: not counted."""
        self.look()
        self.page.goto(self.address + path if path.startswith("/") else path)
        return self

    def tap(self, target, *, decide=False):
        self.look()
        self.meter.taps += 1
        self.meter.decisions += decide
        target.click()
        self.arrive()
        return self

    def write(self, field, words):
        """Put words into a field; the tap that a field without focus needs is counted, and every letter."""
        focused = field.evaluate("field => field === document.activeElement") if self.scripts else False
        self.meter.taps += not focused
        self.meter.typed += 1
        self.meter.keys += len(words)
        field.fill(words)
        return self

    def press(self, *keys, decide=False):
        self.meter.decisions += decide
        for key in keys:
            self.look(key in ("Enter", "Space", "Control+Enter"))
            self.meter.keys += 1
            self.page.keyboard.press(key)
            if key.endswith("Enter") or key == "Space" or "Control" in key:
                self.arrive()
        return self

    def letters(self, words):
        """Letters typed where the focus is."""
        self.meter.keys += len(words)
        self.page.keyboard.type(words)
        return self

    def visit(self, name):
        """To somebody's page, by the list of people."""
        self.go("/people/")
        return self.tap(self.main().get_by_role("link", name=re.compile(rf"^{name}\b")))

    def start(self, name):
        """Somebody new, with what to call them and nothing else; like-named people are other people."""
        self.go("/people/new/")
        self.write(self.field(re.compile("What should we call them")), name)
        self.tap(self.button("Start", exact=True))
        if self.page.url.endswith("/people/new/"):  # perhaps the same: the worker looks, and says no
            self.tap(self.button(re.compile("new|else|other", re.I)).first)
        expect(self.heading(name, exact=True)).to_be_visible()
        return self.page.url

    def pages_about(self, home) -> list[str]:
        """Every page about a person that a link leads to from their page, two links deep."""
        path = home.replace(self.address, "")
        found, seen = [path], set()
        for _depth in range(2):
            for page in [p for p in found if p not in seen]:
                seen.add(page)
                self.go(page)
                for link in self.page.get_by_role("link").all():
                    href = (link.get_attribute("href") or "").split("#")[0]
                    if href.startswith(path) and href not in found and ".pdf" not in href and "/pdf" not in href:
                        found.append(href)
        return found

    def choose(self, group, answer):
        """One of a few big buttons: a tap and a decision."""
        self.meter.taps += 1
        self.meter.decisions += 1
        self.page.get_by_role("group", name=group).get_by_text(answer, exact=True).click()
        return self

    def turn_over(self, name):
        """Open a part of the page that is folded."""
        self.meter.taps += 1
        self.page.get_by_text(name, exact=True).first.click()
        return self

    # -- finding, by role and visible name

    def link(self, name, **how):
        return self.page.get_by_role("link", name=name, **how)

    def button(self, name, **how):
        return self.page.get_by_role("button", name=name, **how)

    def field(self, label, **how):
        return self.page.get_by_label(label, **how)

    def heading(self, name, **how):
        return self.page.get_by_role("heading", name=name, **how)

    def main(self):
        return self.page.get_by_role("main")

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def pdf(self) -> list[str]:
        """The words of the paper that the page offers to print, page by page."""
        answer = self.page.request.get(self.address + self.link(re.compile("PDF")).first.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.body())).pages]

    # -- looking

    def look(self, really=True):
        """Check the page that is open, unless one like it was checked already. Called before it is left."""
        if not really or not self.page.url.startswith("http") or os.environ.get("AJAR_LOOK") == "0":
            return  # AJAR_LOOK=0: quicker, while a journey is being written
        if "application/pdf" in (self.page.evaluate("document.contentType") or ""):
            return
        html = self.page.content()
        size = self.page.viewport_size["width"]
        key = sha256(f"{size} {self.page.evaluate(_DARK)} {_plain(html)}".encode()).hexdigest()
        if key in _SEEN:
            return
        _SEEN.add(key)
        self.pages += 1
        self.problems += [f"{self._where()} at {size} px: {problem}" for problem in looked_at(self.page, self.scripts)]

    def check(self):
        self.look()
        assert not self.problems, "\n".join(["What the pages did wrong:", *dict.fromkeys(self.problems)])


_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


def _plain(html):
    """A page without what is new each time: tokens and ids."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", html)


def looked_at(page: Page, scripts=True) -> list[str]:
    """What is wrong with the page that is open, in words. Where scripts are off, axe cannot run: it waits for timers."""
    return [*(_axe(page) if scripts else []), *_words(page), *_targets(page), *_overflow(page), *_plots(page)]


def _evaluate(page, script):
    """Run a script as the developer tools do: the page's Content-Security-Policy stands, and does not hinder it."""
    tools = page.context.new_cdp_session(page)
    try:
        answer = tools.send(
            "Runtime.evaluate",
            {"expression": script, "awaitPromise": True, "returnByValue": True, "allowUnsafeEvalBlockedByCSP": True},
        )
    finally:
        tools.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def _axe(page):
    return [
        f"axe {found['id']}: {found['help']}: {node}"
        for found in _evaluate(page, AXE_SCRIPT + ";\n" + _RUN_AXE)
        for node in found["nodes"][:3]
    ]


_RUN_AXE = (
    f"axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}})"
    """.then(r => r.violations.map(v => ({ id: v.id, help: v.help, nodes: v.nodes.map(
  n => n.html.slice(0, 160) + ' ' + n.any.concat(n.all, n.none).map(m => m.message).join('; ').slice(0, 200)) })))"""
)


def _words(page):
    said = _evaluate(page, _SAID)
    language = _evaluate(page, "document.documentElement.lang")
    return [f"says “{word}” in: …{around}…" for word, around in never_said(said, language)]


# The text of a page that is ours: not what people said (q, blockquote), not what is being typed.
_SAID = """(() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('q, blockquote, textarea, script, style, [data-said]').forEach(e => e.remove());
  const more = [...copy.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap(
    e => ['aria-label', 'title', 'placeholder', 'alt'].map(a => e.getAttribute(a) || ''));
  return [document.title, copy.textContent, ...more].join(' \\n').replace(/[ \\t]+/g, ' ');
})()"""


def _targets(page):
    return [f"target under 24 px: {what}" for what in _evaluate(page, _SMALL)]


# WCAG 2.5.8. A link in a sentence and a box inside its label are measured by the line and by the label.
_SMALL = """(() => {
  const small = [];
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]')) {
    if (e.closest('.seen-by-ear, .skip') || e.disabled) continue;
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    let box = e.getBoundingClientRect();
    if (!box.width && !box.height) continue;
    if (e.matches('a') && getComputedStyle(e).display === 'inline' && e.parentElement.textContent.trim() !== e.textContent.trim()) continue;
    if (e.matches('input[type=radio], input[type=checkbox]')) {
      const label = e.closest('label') || (e.id && document.querySelector(`label[for="${CSS.escape(e.id)}"]`));
      if (label) { const l = label.getBoundingClientRect(); if (l.width * l.height > box.width * box.height) box = l; }
    }
    if (box.width < 23.5 || box.height < 23.5) small.push(`${Math.round(box.width)} x ${Math.round(box.height)} ${e.outerHTML.slice(0, 140)}`);
  }
  return small.slice(0, 5);
})()"""


def _overflow(page):
    return [f"wider than the screen: {what}" for what in _evaluate(page, _WIDE)]


_WIDE = """(() => {
  const root = document.documentElement, room = root.clientWidth;
  if (root.scrollWidth <= room + 1) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    if (!(box.width && (box.right > room + 1 || box.left < -1))) return false;
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== 'visible') return false;
    return !e.closest('.skip, .seen-by-ear');
  });
  return [`${root.scrollWidth} of ${room} px: ` + wide.slice(-2).map(e => e.outerHTML.slice(0, 160)).join(' | ')];
})()"""


def _plots(page):
    return [f"plot without {what}" for what in _evaluate(page, _PLOTS)]


# ux.md 6, A8: every plot has a name and a table within its section.
_PLOTS = """[...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
  const part = svg.closest('section, figure, article, .card') || document.body;
  const wrong = [];
  if (!(svg.getAttribute('aria-label') || svg.getAttribute('aria-labelledby') || svg.querySelector('title'))) wrong.push('a name');
  if (svg.closest('figure') && !part.querySelector('table') && !part.parentElement.querySelector('table')) wrong.push('a table: ' + svg.outerHTML.slice(0, 100));
  return wrong;
})"""
