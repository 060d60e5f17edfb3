// The keyboard of people who are signed in: single keys judge and go on, unless they were switched off.

const KEPT = "factdesk.keys";
const VERDICTS = { s: "supported", d: "disputed", m: "mixed", u: "unverifiable" };
const LEVELS = { 1: "very_low", 2: "low", 3: "moderate", 4: "high", 5: "very_high" };
const keys = document.getElementById("keys");

// Where the browser keeps nothing, the switch lasts as long as the page.
let kept = null;
const on = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return kept !== "off";
  }
};
const keep = (value) => {
  kept = value;
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // as said above
  }
};

// Said anew each time, even if it is the same again.
function say(sentence) {
  const place = document.getElementById("keys-said");
  place.textContent = "";
  setTimeout(() => (place.textContent = sentence), 50);
}

const form = (name) => document.getElementById(`form-${name}`);
const folded = (one) => one?.closest("details");

// The form the keys fill in: the one with the focus, else the decision if it is unfolded, else the judgement.
function filled() {
  const [decision, judgement] = [form("adjudication"), form("judgement")];
  for (const one of [decision, judgement]) if (one?.contains(document.activeElement)) return one;
  return decision && folded(decision).open ? decision : judgement;
}

function unfold(one) {
  const details = folded(one);
  if (details) details.open = true;
}

function choose(name, value) {
  const one = filled();
  const choice = one?.querySelector(`[name="${name}"][value="${value}"]`);
  if (!choice) return say("There is nothing to judge on this page.");
  unfold(one);
  choice.click();
  choice.focus();
}

function reason() {
  const one = filled();
  if (!one) return say("There is nothing to judge on this page.");
  unfold(one);
  one.querySelector("[name=reason]").focus();
}

function decide() {
  const one = form("adjudication");
  if (!one) return say("There is no split here for you to decide.");
  unfold(one);
  one.querySelector("[name=verdict]").focus();
}

function follow(rel, what) {
  const link = document.querySelector(`main a[rel="${rel}"]`);
  if (link) location.assign(link.href);
  else say(`There is no ${what} claim here.`);
}

function nextOfQueue() {
  const next = document.getElementById("next-claim");
  if (next) next.requestSubmit();
  else say("The queue is not on this page.");
}

function list() {
  for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = on();
  keys.showModal();
  document.getElementById("keys-title").focus();
}

function choosePassage() {
  const choose = document.getElementById("choose-passage");
  if (choose) choose.click();
  else say("There is no text here to choose a passage from.");
}

const ACTS = { "?": list, j: () => follow("next", "next"), k: () => follow("prev", "previous"), n: nextOfQueue, r: reason,
  a: decide, p: choosePassage };
for (const [key, verdict] of Object.entries(VERDICTS)) ACTS[key] = () => choose("verdict", verdict);
for (const [key, level] of Object.entries(LEVELS)) ACTS[key] = () => choose("confidence", level);

const types = (at) =>
  at.isContentEditable || at.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit])");

function submit(event) {
  const one = document.activeElement.closest("form.stacked") ?? filled();
  if (!one) return;
  event.preventDefault();
  one.requestSubmit();
}

function leave(event) {
  const at = document.activeElement;
  if (!at.closest("form.stacked") || !types(at)) return;
  event.preventDefault();
  (folded(at)?.querySelector("summary") ?? document.getElementById("main")).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat || keys.open) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) return submit(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event);
  if (!on() || types(event.target) || !Object.hasOwn(ACTS, event.key)) return;
  event.preventDefault();
  ACTS[event.key]();
});

// What only works with this script is only there with it.
for (const part of document.querySelectorAll("[data-keys-part]")) part.hidden = false;
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-list]")) list();
});
for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = on();
  box.addEventListener("change", () => {
    keep(box.checked ? "on" : "off");
    for (const other of document.querySelectorAll("[data-keys-switch]")) other.checked = box.checked;
    say(box.checked ? "Single-key shortcuts are on." : "Single-key shortcuts are off.");
  });
}
