"use strict";
// The time until the call, and the clock of the call. Without this script, the pages show the same times as text.
(() => {
  const say = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
  const remember = (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* a file that may not */ } };
  const recall = (key) => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const until = document.querySelector("[data-until]");
  if (until) {
    const at = Date.parse(until.dataset.until);
    const show = () => {
      const minutes = Math.ceil((at - Date.now()) / 60000);
      until.hidden = !(minutes > 0);
      const days = Math.floor(minutes / 1440), hours = Math.floor(minutes % 1440 / 60);
      const said = days ? [say(days, "day"), say(hours, "hour")] : [say(hours, "hour"), say(minutes % 60, "minute")];
      until.textContent = `${said.filter((text) => !text.startsWith("0 ")).join(" and ")} to go`;
    };
    show();
    setInterval(show, 20000);
  }
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const parts = [...document.querySelectorAll("[data-minutes]")];
    const button = clock.querySelector("button"), told = clock.querySelector("output");
    const key = `apj-clock-${clock.dataset.clock}`;
    const kept = recall(key), begun = kept ? JSON.parse(kept) : null;  // a note loads the page again, and the clock goes on
    let passed = begun ? begun.passed : 0, since = begun ? begun.since : null;
    const show = () => {
      let left = (passed + (since === null ? 0 : Date.now() - since)) / 1000, now = null;
      for (const part of parts) {
        const length = Number(part.dataset.minutes) * 60;
        delete part.dataset.now;
        if (now === null && left < length) { now = part; left = length - left; } else if (now === null) { left -= length; }
      }
      if (now) now.dataset.now = "";
      const seconds = Math.max(0, Math.ceil(left));
      const name = now ? now.dataset.name : "";
      told.textContent = now
        ? `${name}: ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`
        : `${say(Math.floor(left / 60), "minute")} more than agreed`;
    };
    const label = () => { button.textContent = since === null ? "Continue" : "Pause"; };
    button.addEventListener("click", () => {
      if (since === null) since = Date.now(); else { passed += Date.now() - since; since = null; }
      label();
      show();
      remember(key, JSON.stringify({ passed, since }));
    });
    const count = () => {
      show();
      remember("apj-minutes", Math.round((passed + (since === null ? 0 : Date.now() - since)) / 60000));
    };
    setInterval(() => { if (since !== null) count(); }, 500);
    if (begun) { label(); count(); }
    clock.hidden = false;
  }
  const length = document.querySelector("form[action='talked'] input[name='minutes']");
  if (length && !length.value && recall("apj-minutes") > 0) length.value = recall("apj-minutes");
})();
