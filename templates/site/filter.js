"use strict";
// Shows only the lines that contain all words. Without this script, the page shows all lines.
(() => {
  const box = document.querySelector("[data-filter]"), field = box?.querySelector("input");
  if (!field) return;
  const told = box.querySelector("[role=status]");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const lines = [...document.querySelectorAll(".learned > li")].map((line) => ({ line, text: fold(line.textContent) }));
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { line, text } of lines) {
      line.hidden = !words.every((word) => text.includes(word));
      shown += !line.hidden;
    }
    told.textContent = words.length ? `${shown} of ${lines.length}` : "";
  });
  box.hidden = false;
})();
