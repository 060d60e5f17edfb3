// What works better with a script than without: everything here only improves a page that works alone.

document.documentElement.classList.add("scripted");

// A menu closes when the reader looks elsewhere, or presses Escape; focus then returns to what opened it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details:is(.menu, .when)[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details:is(.menu, .when)[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a phone the filters are a sheet: Escape closes it as its own link does.
document.addEventListener("keydown", (event) => {
  // Not by location.hash: a filter puts a new address in its place while the sheet is open.
  if (event.key === "Escape" && document.querySelector(".filters:target")) location.hash = "#results";
});

// A long list of choices that the reader unfolded stays unfolded when its counts change.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const unfolded = event.detail.target.querySelector("details.more[open]");
  const next = event.detail.fragment.querySelector("details.more");
  if (unfolded && next) next.open = true;
});

// An answer that is none of ours, or none at all, is told in place; what is on the page stays.
function tell(title, sentence) {
  const problem = document.getElementById("problem");
  problem.className = "problem";
  problem.setAttribute("role", "alert");
  const strong = document.createElement("strong");
  strong.textContent = title;
  problem.replaceChildren(strong, ` ${sentence}`);
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.getResponseHeader("HX-Retarget")) return;
  event.detail.shouldSwap = false;
  tell("The register could not answer.", "Nothing has changed here; try again in a moment.");
});
document.addEventListener("htmx:sendError", () => {
  tell("The register could not be reached.", "Check the connection, then try again.");
});
