// What is asked only after another answer is shown then; a name drawn with a finger, a pen or a mouse; the paper read aloud by a
// voice that this device has. Without scripts all questions stand there and the name is typed.
"use strict";
(() => {
  const after = { new_kind: ["to", "new"], new_name: ["to", "new"], new_reach: ["to", "new"], new_covered: ["to", "new"], expires_on: ["ends", "day"], expires_event: ["ends", "event"], typed: ["how", "typed"], kept_at: ["how", "paper"] };
  const asked = document.querySelector("[data-shows]");
  if (asked) {
    const turn = () => Object.entries(after).forEach(([name, [other, value]]) => {
      const field = asked.elements[name]?.closest?.(".field"), first = asked.elements[other] || other === "to" && asked.elements.office;
      if (field && first) field.hidden = first.value !== value && !field.matches(".wrong");
    });
    asked.addEventListener("change", turn);
    turn();
  }
  const form = document.querySelector("[data-sign]"), pad = document.querySelector("[data-pad]");
  if (form && pad) {
    const field = document.querySelector("[data-pad-field]"), kept = form.elements.drawn, pen = pad.getContext("2d");
    let path = "", down = false;
    const at = e => { const box = pad.getBoundingClientRect(); return [Math.round((e.clientX - box.left) * pad.width / box.width), Math.round((e.clientY - box.top) * pad.height / box.height)]; };
    const show = () => { field.hidden = form.elements.how.value !== "drawn"; };
    const clear = () => { path = kept.value = ""; pen.clearRect(0, 0, pad.width, pad.height); };
    pen.lineWidth = 3; pen.lineCap = "round"; pen.strokeStyle = getComputedStyle(pad).color;
    pad.addEventListener("pointerdown", e => { down = true; pad.setPointerCapture(e.pointerId); const [x, y] = at(e); path += `M${x} ${y}`; pen.beginPath(); pen.moveTo(x, y); });
    pad.addEventListener("pointermove", e => { if (!down || path.length > 55000) return; const [x, y] = at(e); path += `L${x} ${y}`; pen.lineTo(x, y); pen.stroke(); kept.value = path; });
    pad.addEventListener("pointerup", () => { down = false; });
    document.querySelector("[data-pad-clear]").addEventListener("click", clear);
    form.addEventListener("change", show);
    show();
  }
  // Only a voice of this device: what is read must not leave it.
  const reader = document.querySelector("[data-read]");
  if (reader && window.speechSynthesis) {
    const words = document.getElementById(reader.dataset.read), lang = document.documentElement.lang;
    const voice = () => speechSynthesis.getVoices().find(v => v.localService && v.lang.startsWith(lang.slice(0, 2)));
    const offer = () => { reader.hidden = !voice(); };
    speechSynthesis.addEventListener?.("voiceschanged", offer);
    offer();
    reader.addEventListener("click", () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel();
      const said = new SpeechSynthesisUtterance(words.innerText);
      said.voice = voice(); said.lang = lang;
      speechSynthesis.speak(said);
    });
  }
})();
