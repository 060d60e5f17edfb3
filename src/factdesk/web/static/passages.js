// Choosing a passage of a text by mouse, finger or keyboard. The text's own offsets count code points; the browser's
// count UTF-16 units: they meet in this file and nowhere else.

const choosing = document.getElementById("choosing");
// Asked for each time: a filter puts the text there anew.
const whole = () => document.querySelector(".article-text[data-version]");
const APART = "[data-apart]";
const WORDS_TOLD = 12;

const part = (name) => document.getElementById(`choosing-${name}`);
const points = (text) => [...text].length;
const paragraphs = () => [...whole().querySelectorAll("p[data-start]")];

// The text nodes that make up a paragraph; what stands apart, such as notes, is no part of it.
function pieces(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(APART) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

// Whether an offset cuts a character of two units in half.
const cuts = (text, at) => at > 0 && at < text.length && /[\uD800-\uDBFF]/.test(text[at - 1]) && /[\uDC00-\uDFFF]/.test(text[at]);

// The passage a range of the document covers, without the blanks at its ends; null where it covers no words.
function passage(range) {
  let [start, end, words] = [null, null, ""];
  for (const paragraph of paragraphs()) {
    if (!range.intersectsNode(paragraph)) continue;
    let at = Number(paragraph.dataset.start);
    let first = true;
    for (const piece of pieces(paragraph)) {
      const text = piece.data;
      let from = piece === range.startContainer ? range.startOffset : 0;
      let to = piece === range.endContainer ? range.endOffset : text.length;
      if (cuts(text, from)) from -= 1;
      if (cuts(text, to)) to += 1;
      if (range.intersectsNode(piece) && from < to) {
        start ??= at + points(text.slice(0, from));
        end = at + points(text.slice(0, to));
        words += (first && words ? "\n\n" : "") + text.slice(from, to);
        first = false;
      }
      at += points(text);
    }
  }
  if (start === null || !words.trim()) return null;
  start += points(words) - points(words.trimStart());
  end -= points(words) - points(words.trimEnd());
  return { start, end, words: words.trim() };
}

function address({ start, end }) {
  const to = new URL(choosing.dataset.goes, location.href);
  for (const [name, value] of Object.entries({ version: whole().dataset.version, start, end })) to.searchParams.set(name, value);
  return to.pathname + to.search;
}

function say(sentence) {
  part("said").textContent = "";
  setTimeout(() => (part("said").textContent = sentence), 50);
}

function told(words) {
  const all = words.split(/\s+/);
  if (all.length <= WORDS_TOLD) return words;
  return `${all.slice(0, WORDS_TOLD / 2).join(" ")} … ${all.slice(-WORDS_TOLD / 2).join(" ")} (${all.length} words)`;
}

const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return range.intersectsNode(whole()) ? range : null;
};

// --- Mouse and finger: a link below what is selected, out of the way of the handles a finger drags.

const HANDLES = 34;
const NEAR = 6;
let pressed = false;
let keyboard = null;

function offer() {
  const bar = part("bar");
  if (pressed || keyboard) return;
  const range = selected();
  const found = range && passage(range);
  bar.hidden = !found;
  if (!found) return;
  bar.firstElementChild.href = address(found);
  const rects = range.getClientRects();
  const last = rects[rects.length - 1] ?? range.getBoundingClientRect();
  const apart = matchMedia("(pointer: coarse)").matches ? HANDLES : NEAR;
  const most = document.documentElement.clientWidth - bar.offsetWidth - NEAR;
  bar.style.top = `${last.bottom + scrollY + apart}px`;
  bar.style.left = `${Math.max(NEAR, Math.min(last.left, most)) + scrollX}px`;
}

let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 120);
});

// --- Keyboard: a cursor of whole words, because browsers have none in texts that are only read.

function wordsOf(paragraph) {
  const nodes = pieces(paragraph);
  const text = nodes.map((node) => node.data).join("");
  const language = paragraph.closest("[lang]")?.lang || "en";
  let found = [];
  if (window.Intl?.Segmenter) {
    const parts = [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)];
    found = parts.filter((one) => one.isWordLike || /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(one.segment));
    found = found.map((one) => [one.index, one.index + one.segment.length]);
  } else {
    found = [...text.matchAll(/\S+/gu)].map((one) => [one.index, one.index + one[0].length]);
  }
  return { nodes, found };
}

function boundary(nodes, at, isEnd) {
  for (const node of nodes) {
    if (at < node.length || (isEnd && at === node.length)) return [node, at];
    at -= node.length;
  }
  const last = nodes.at(-1);
  return [last, last.length];
}

class Cursor {
  constructor() {
    this.texts = paragraphs();
    this.words = new Map();
    const seen = this.texts.findIndex((one) => one.getBoundingClientRect().bottom > 120);
    this.at = this.from = this.step([Math.max(seen, 0), -1], 1) ?? [0, 0];
  }
  of(number) {
    if (!this.words.has(number)) this.words.set(number, wordsOf(this.texts[number]));
    return this.words.get(number);
  }
  step([paragraph, word], by) {
    let next = word + by;
    while (paragraph >= 0 && paragraph < this.texts.length) {
      if (next >= 0 && next < this.of(paragraph).found.length) return [paragraph, next];
      paragraph += by;
      if (paragraph >= 0 && paragraph < this.texts.length) next = by > 0 ? 0 : this.of(paragraph).found.length - 1;
    }
    return null;
  }
  range(first, last) {
    const range = document.createRange();
    const [one, other] = [this.of(first[0]), this.of(last[0])];
    range.setStart(...boundary(one.nodes, one.found[first[1]][0], false));
    range.setEnd(...boundary(other.nodes, other.found[last[1]][1], true));
    return range;
  }
  box = (place) => this.range(place, place).getBoundingClientRect();
  // The word of the next line that stands nearest below or above.
  line(by) {
    const here = this.box(this.at);
    const middle = (here.left + here.right) / 2;
    let [best, away, top] = [null, Infinity, null];
    for (let next = this.step(this.at, by); next; next = this.step(next, by)) {
      const box = this.box(next);
      if (Math.abs(box.top - here.top) < here.height / 2) continue;
      top ??= box.top;
      if (Math.abs(box.top - top) >= here.height / 2) break;
      const distance = Math.abs((box.left + box.right) / 2 - middle);
      if (distance < away) [best, away] = [next, distance];
    }
    return best;
  }
  move(next, extend) {
    if (next) this.at = next;
    if (!extend) this.from = this.at;
    this.show();
  }
  show() {
    const [first, last] = [this.from, this.at].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const range = this.range(first, last);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const box = this.box(this.at);
    const room = innerHeight - part("desk").offsetHeight - 40;
    if (box.top < 60 || box.bottom > room) scrollBy(0, box.top - room / 2);
    this.passage = passage(range);
    part("words").textContent = told(this.passage.words);
    say(told(this.passage.words));
  }
}

function begin() {
  if (!paragraphs().length) return;
  part("desk").hidden = false;
  part("bar").hidden = true;
  part("cursor").focus({ preventScroll: true });
  keyboard = new Cursor();
  keyboard.show();
}

function leave() {
  if (!keyboard) return;
  keyboard = null;
  part("desk").hidden = true;
  getSelection().removeAllRanges();
  say("");
  document.getElementById("choose-passage").focus({ preventScroll: true });
}

function pressedKey(event) {
  if (!keyboard || event.ctrlKey || event.metaKey || event.altKey) return;
  const backwards = getComputedStyle(keyboard.texts[keyboard.at[0]]).direction === "rtl" ? -1 : 1;
  const acts = {
    ArrowRight: () => keyboard.move(keyboard.step(keyboard.at, backwards), event.shiftKey),
    ArrowLeft: () => keyboard.move(keyboard.step(keyboard.at, -backwards), event.shiftKey),
    ArrowDown: () => keyboard.move(keyboard.line(1), event.shiftKey),
    ArrowUp: () => keyboard.move(keyboard.line(-1), event.shiftKey),
    Enter: () => location.assign(address(keyboard.passage)),
    Escape: leave,
  };
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
}

if (choosing && whole()) {
  part("start").hidden = false;
  document.getElementById("choose-passage").addEventListener("click", begin);
  part("cursor").addEventListener("keydown", pressedKey);
  part("desk").addEventListener("focusout", (event) => {
    if (keyboard && event.relatedTarget && !part("desk").contains(event.relatedTarget)) {
      keyboard = null;
      part("desk").hidden = true;
    }
  });
  // While the link is pressed, what is selected stays selected and the link where it is.
  part("bar").addEventListener("pointerdown", () => (pressed = true));
  part("bar").addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("pointerup", () => setTimeout(() => (pressed = false), 300));
}
