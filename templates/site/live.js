"use strict";
// Loads the page again when the journal has changed. A page into which something was typed stays, and says so instead.
// Without this script, a page shows the change when it is loaded the next time.
(() => {
  const shown = document.body.dataset.version;
  const changed = document.querySelector("[data-changed]"), stopped = document.querySelector("[data-stopped]");
  let typed = "typed" in document.body.dataset;
  document.addEventListener("input", () => { typed = true; });
  const isWriting = () => typed || document.activeElement.closest("form") !== null;
  const ask = async () => {
    const answer = await fetch("version");
    return answer.ok ? answer.text() : shown;
  };
  const look = async () => {
    if (document.hidden) return;
    let now;
    try { now = await ask(); } catch { stopped.hidden = false; clearInterval(timer); return; }
    if (now === shown) return;
    if (isWriting()) changed.hidden = false; else { clearInterval(timer); location.reload(); }
  };
  const timer = setInterval(look, 1500);
  document.addEventListener("visibilitychange", look);
})();
