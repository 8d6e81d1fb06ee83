// Photos of a submission, larger, turned and zoomed, one after the other. Without script each is a link to the picture.
"use strict";

(function () {
  const answers = document.querySelector("[data-photos]");
  const photos = answers ? [...answers.querySelectorAll("a.photo img")] : [];
  if (!photos.length) return;

  // The buttons are pictures; whoever hears the page needs words.
  function named(shown, words) {
    shown.querySelector(".viewer-toolbar ul").setAttribute("role", "group");
    for (const button of shown.querySelectorAll("[data-viewer-action]")) {
      const word = words[button.dataset.viewerAction];
      if (!word) continue;
      button.setAttribute("aria-label", word);
      button.title = word;
    }
  }

  let opened = null; // where whoever works without a mouse goes on afterwards
  const viewer = new Viewer(answers, {
    filter: (image) => Boolean(image.closest("a.photo")),
    url: (image) => image.closest("a.photo").href.split("?")[0] + "?size=large",
    movable: true,
    transition: false,
    toolbar: { prev: true, zoomOut: true, zoomIn: true, reset: true, rotateLeft: true, rotateRight: true, next: true },
    navbar: false,
    title: [1, (image) => image.alt],
    ready: () => named(viewer.viewer, JSON.parse(answers.dataset.photos)),
    hidden: () => opened?.focus(),
  });
  photos.forEach((photo, number) => {
    const link = photo.closest("a.photo");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      opened = link;
      if (event.target !== photo) viewer.view(number); // by Enter, or on the words below the picture
    });
  });
})();
