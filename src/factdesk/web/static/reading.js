// Notes in the margin of a text: one at a time, beside its mark; Escape closes it and the focus returns.

(() => {
  let opened = null;

  function close(returns) {
    const mark = opened;
    opened = null;
    for (const place of document.querySelectorAll(".beside")) place.replaceChildren();
    if (!mark) return;
    mark.removeAttribute("aria-expanded");
    if (returns) mark.focus();
  }

  // A click that asks for a new tab gets one; a second click on a mark closes its note.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".mark-ref");
    if (mark && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopImmediatePropagation();
    else if (mark && mark === opened) {
      event.preventDefault();
      event.stopImmediatePropagation();
      close(true);
    } else if (event.target.closest?.("[data-close-note]")) close(true);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened) close(true);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches(".beside")) close(false);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target;
    if (!place.matches(".beside")) return;
    opened = event.detail.requestConfig.elt;
    opened.setAttribute("aria-expanded", "true");
    // In the margin the note stands where its mark does; below the paragraph it needs no place.
    const down = opened.getBoundingClientRect().top - place.getBoundingClientRect().top;
    place.style.setProperty("--down", `${Math.max(0, Math.round(down) - 8)}px`);
    place.firstElementChild?.focus({ preventScroll: true });
    place.firstElementChild?.scrollIntoView({ block: "nearest" });
  });
})();
