// Keys for going through submissions: j and k (next, previous), a, i, r (decide), u (back), / (search). Nothing needs them.
"use strict";

(function () {
  const list = document.querySelector("[data-queue]");

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();
  }

  function step(by) {
    if (!list) return follow(by > 0 ? "[data-key=next]" : "[data-key=previous]");
    const links = [...list.querySelectorAll("td.lead a")];
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
    if (next) next.focus();
  }

  // What needs words takes the reader to where they are written first.
  function decide(state) {
    const button = document.querySelector(`.decide button[value=${state}]`);
    if (!button) return;
    const comment = document.querySelector("#comment");
    if (state === "approved" || comment.value.trim()) button.click();
    else comment.focus();
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => decide("approved"),
    i: () => decide("has_issues"),
    r: () => decide("rejected"),
    u: () => follow("[data-key=list]"),
    "/": () => document.querySelector("input[type=search]")?.focus(),
  };

  // Whoever speaks to the browser, or types by chance, turns the keys off.
  const choice = document.querySelector("[data-keys]");
  let isOff = localStorage.getItem("keys") === "off";
  if (choice) {
    choice.checked = !isOff;
    choice.addEventListener("change", () => {
      isOff = !choice.checked;
      localStorage.setItem("keys", isOff ? "off" : "on");
    });
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select");
    if (isTyping && event.key === "Escape") event.target.blur();
    if (document.body.classList.contains("viewer-open")) return; // a photo lies over what would be decided
    if (isOff || isTyping || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
})();
