// Facts and their words light each other: while one is pointed at or has the focus, the other is marked, too.
// Without scripts the same links lead from one to the other.

const QUIET = matchMedia("(prefers-reduced-motion: reduce)");

/** Return the elements of a page by the names of facts: what states each, and what holds its words. */
function index(paper) {
  const found = new Map();
  const add = (key, element) => {
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(element);
  };
  for (const element of paper.querySelectorAll("[data-fact]")) add(element.dataset.fact, element);
  for (const element of paper.querySelectorAll("[data-words]")) {
    for (const key of element.dataset.words.split(" ")) add(key, element);
  }
  return found;
}

/** Return the names that an element stands for: those of its words, else that of the fact around it. */
function keysOf(target) {
  const near = target instanceof Element ? target.closest("[data-words], [data-fact]") : null;
  if (!near) return [];
  return near.dataset.words ? near.dataset.words.split(" ") : [near.dataset.fact];
}

/** Show the words of a fact in the column of the text, without moving the page. */
function reveal(paper, key) {
  const column = paper.querySelector(".source .text");
  const words = column?.querySelector(`#w-${CSS.escape(key)}`);
  if (!words || column.scrollHeight <= column.clientHeight) return;
  const top = words.getBoundingClientRect().top - column.getBoundingClientRect().top + column.scrollTop;
  if (top >= column.scrollTop + 20 && top <= column.scrollTop + column.clientHeight - 80) return;
  column.scrollTo({ top: Math.max(0, top - column.clientHeight / 3), behavior: QUIET.matches ? "auto" : "smooth" });
}

function light(paper) {
  const byKey = index(paper);
  const held = { pointed: [], focused: [] };
  let lit = [];
  const show = () => {
    for (const element of lit) element.classList.remove("lit");
    lit = [...held.pointed, ...held.focused].flatMap((key) => byKey.get(key) ?? []);
    for (const element of lit) element.classList.add("lit");
  };
  const hold = (how, keys, isFact) => {
    if (keys.join(" ") === held[how].join(" ")) return;
    held[how] = keys;
    show();
    if (isFact && keys.length === 1) reveal(paper, keys[0]);
  };
  const isFact = (target) => target instanceof Element && !target.closest(".source");
  paper.addEventListener("pointerover", (event) => hold("pointed", keysOf(event.target), isFact(event.target)));
  paper.addEventListener("pointerleave", () => hold("pointed", [], false));
  paper.addEventListener("focusin", (event) => hold("focused", keysOf(event.target), isFact(event.target)));
  paper.addEventListener("focusout", () => hold("focused", [], false));
}

/** Unfold what an address leads into; of a fact, show its words in the text, too. */
function unfold() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return; // a broken address leads nowhere
  }
  if (!target) return;
  let folded = false;
  for (let part = target; part; part = part.parentElement) {
    if (part.tagName === "DETAILS" && !part.open) folded = part.open = true;
  }
  if (folded) target.scrollIntoView();
  const paper = target.closest("[data-paper]");
  if (paper && target.dataset.fact) reveal(paper, target.dataset.fact);
}

/** Print everything: what is folded on the screen is open on paper, and folded again afterwards. */
function printWhole() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:is(.part, .group):not([open])")];
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
}

for (const paper of document.querySelectorAll("[data-paper]")) light(paper);
addEventListener("hashchange", unfold);
unfold();
printWhole();
