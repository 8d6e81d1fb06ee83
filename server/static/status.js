// Looks at the status again every half a minute, while somebody sees the page and has not stopped it.
"use strict";

(function () {
  const choice = document.querySelector("[data-look-again]");
  const seconds = Number(document.querySelector("#status").dataset.again);
  choice.closest("label").hidden = false;

  async function look() {
    if (document.hidden || !choice.checked) return;
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("#status");
      if (found) document.querySelector("#status").replaceWith(document.adoptNode(found));
    } catch {
      // the server or the line is away: what was seen last stays, with its time
    }
  }

  setInterval(look, seconds * 1000);
})();
