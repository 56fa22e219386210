"use strict";
// Finds the weeks that contain all words. Without this script, the page links to the weeks as lists.
(() => {
  const box = document.querySelector("[data-search]"), field = box.querySelector("input");
  const told = box.querySelector("[role=status]"), list = box.querySelector("ul");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const weeks = JSON.parse(document.getElementById("index").textContent).map(([week, whose, text]) => {
    const title = `${whose} (${week})`;
    return { page: `${week}.html`, title, text, folded: fold(`${title} ${text}`) };
  }).sort((one, other) => (one.page < other.page) - (one.page > other.page));
  const years = [...box.querySelectorAll("nav a")], mark = "#words=";  // another year's page goes on with the same words
  const most = 100;
  const cut = (week, word) => {
    const place = Math.max(0, fold(week.text).indexOf(word) - 60), end = place + 180;
    const start = place ? week.text.indexOf(" ", place) + 1 : 0;  // cut between words
    const text = end < week.text.length ? `${week.text.slice(start, week.text.lastIndexOf(" ", end))} …` : week.text.slice(start);
    return start ? `… ${text}` : text;
  };
  const show = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? weeks.filter((week) => words.every((word) => week.folded.includes(word))) : [];
    for (const link of years) link.hash = words.length ? mark + encodeURIComponent(field.value) : "";
    told.textContent = words.length ? `${found.length} ${found.length === 1 ? "week" : "weeks"}` : "";
    list.replaceChildren(...found.slice(0, most).map((week) => {
      const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
      link.href = week.page;
      link.textContent = week.title;
      text.className = "label";
      text.textContent = cut(week, words[0]);
      item.append(link, text);
      return item;
    }));
  };
  if (location.hash.startsWith(mark)) {
    try { field.value = decodeURIComponent(location.hash.slice(mark.length)); } catch { /* not from one of these pages */ }
  }
  field.addEventListener("input", show);
  field.addEventListener("change", () => { location.replace(mark + encodeURIComponent(field.value)); });  // for the way back
  document.querySelector("[data-plain]").hidden = true;
  box.hidden = false;
  show();
})();
