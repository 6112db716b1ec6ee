// The picture of /graph and of triples on /sparql, in place of the drawing: zoom, search, keys, PNG. The list stays.
// It comes when somebody turns to the page, or when the page has been at rest for a while: the drawing is read before.
import { begin, beside, elements, layout, naming, style } from "/static/network.js";

const REST = 4000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "focusin"];

const box = document.getElementById("graph");
if (box) interest().then(() => start(box)).catch((error) => failed(box, error));

/** Wait for a sign that somebody is there, or for some rest after all has been loaded. */
async function interest() {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const ended = new AbortController();
  await new Promise((done) => {
    for (const sign of SIGNS) addEventListener(sign, done, { passive: true, signal: ended.signal });
    setTimeout(done, REST);
  });
  ended.abort();
}

/** Let the browser answer its user before the next piece of work. */
const breath = () => new Promise((done) => setTimeout(done));

async function start(box) {
  const words = JSON.parse(box.dataset.words);
  const { cytoscape } = await import("/static/vendor/graph.js");
  const picture = box.dataset.src ? await fetched(box.dataset.src) : triples(document.getElementById(box.dataset.triples));
  if (!picture.nodes.length) return;
  await breath();
  const parts = frame(box, words, picture);
  const cy = cytoscape({
    container: parts.canvas, elements: elements(picture), style: style(), layout: layout(undefined, picture),
    minZoom: 0.02, maxZoom: 3, autounselectify: true, boxSelectionEnabled: false,
  });
  begin(cy);
  naming(cy);
  operate(cy, parts, words, picture);
  box.cy = cy; // for whoever looks at the page with tools of their own
  box.dataset.ready = String(cy.nodes().length);
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

/** The rows of a table of triples whose ends are both IRIs, as a picture. */
function triples(table) {
  const nodes = new Map();
  const kinds = new Map();
  const edges = [];
  const short = (iri) => {
    const name = decodeURI(iri).replace(/^.*\/(id|ontology|vocab)[/#]/, "");
    return name.length > 34 ? `…${name.slice(-33)}` : name;
  };
  const node = (cell) => {
    const iri = cell.textContent.trim();
    nodes.set(iri, { iri, label: short(iri), kind: "thing", size: 1, address: cell.querySelector("a")?.getAttribute("href") ?? "", around: "" });
    return iri;
  };
  for (const row of table.querySelectorAll("tbody tr")) {
    const [subject, predicate, object] = row.cells;
    if (!object.classList.contains("iri") || !subject.classList.contains("iri")) continue;
    const relation = predicate.textContent.trim();
    kinds.set(relation, { iri: relation, family: "triple", isTargetAbove: true, line: "solid", arrow: "triangle", label: short(relation), back: short(relation) });
    edges.push({ source: node(subject), relation, target: node(object), count: 0 });
  }
  return { title: document.title, roots: [], nodes: [...nodes.values()], edges, relations: [...kinds.values()] };
}

function failed(box, error) {
  console.warn(error);
  const words = JSON.parse(box.dataset.words);
  box.append(make("p", { className: "hint", role: "status", textContent: words.failed }));
}

function make(tag, values = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The tools and the canvas, put before the drawing, which is hidden. */
function frame(box, words, picture) {
  const button = (text, title) => make("button", { type: "button", className: "quiet", textContent: text, title, "aria-label": title });
  const search = make("input", { type: "search", id: "picture-search", autocomplete: "off" });
  const found = make("output", { className: "muted" });
  const layouts = make("select", {}, [
    make("option", { value: "layered", textContent: words.layered }),
    ...("x" in picture.nodes[0] ? [make("option", { value: "columns", textContent: words.columns })] : []),
  ]);
  layouts.value = layout(undefined, picture).name === "preset" ? "columns" : "layered";
  const parts = {
    search, found, layouts,
    larger: button("+", words.larger), smaller: button("−", words.smaller), fit: button("⤢", words.fit),
    png: make("button", { type: "button", className: "quiet", textContent: words.png }),
    canvas: make("div", { className: "canvas", tabIndex: 0, role: "application", "aria-label": words.canvas }),
    about: make("div", { className: "about", role: "status" }),
  };
  const tools = make("div", { className: "tools" }, [
    make("label", {}, [words.search, search]), found, make("label", {}, [words.layout, layouts]),
    parts.larger, parts.smaller, parts.fit, parts.png,
  ]);
  box.prepend(tools, parts.canvas, parts.about, make("p", { className: "hint", textContent: words.keys }));
  const drawing = box.querySelector(".drawing");
  if (drawing) drawing.hidden = true;
  return parts;
}

function operate(cy, parts, words, picture) {
  let here = null;
  const show = (node, isMoved = true) => {
    cy.elements().removeClass("here beside");
    here = node;
    if (!node) return parts.about.replaceChildren();
    node.addClass("here");
    node.neighborhood().addClass("beside");
    if (isMoved) follow(cy, node);
    parts.about.replaceChildren(...told(node, words));
  };
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const go = (node) => { if (node?.data("address")) window.location.assign(node.data("address")); };
  const first = () => cy.nodes(".root")[0] ?? cy.nodes()[0];
  const keys = {
    Enter: () => go(here), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: () => cy.fit(undefined, 20),
    Escape: () => show(null), "/": () => parts.search.focus(), Home: () => show(first()),
  };
  parts.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.startsWith("Arrow")) show(here ? beside(cy, here, event.key) ?? here : first());
    else if (event.key in keys) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page has a key for its own search
  });
  parts.canvas.addEventListener("focus", () => { if (!here && parts.canvas.matches(":focus-visible")) show(first(), false); });
  cy.on("tap", "node", (event) => show(event.target, false));
  cy.on("dbltap", "node", (event) => go(event.target));
  cy.on("tap", (event) => { if (event.target === cy) show(null); });
  parts.larger.addEventListener("click", () => zoom(1.3));
  parts.smaller.addEventListener("click", () => zoom(1 / 1.3));
  parts.fit.addEventListener("click", () => cy.fit(undefined, 20));
  parts.png.addEventListener("click", () => save(cy.png({ output: "blob", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: "#fffdf9" })));
  parts.layouts.addEventListener("change", () => {
    if (parts.layouts.value === "columns") for (const node of picture.nodes) cy.getElementById(node.iri).position({ x: node.x, y: node.y });
    cy.layout(layout(parts.layouts.value, picture)).run();
  });
  searching(cy, parts, words, show);
}

/** Keep the node in view, large enough to be read. */
function follow(cy, node) {
  if (cy.zoom() < 0.6) cy.zoom(0.8);
  const { x1, y1, x2, y2 } = node.renderedBoundingBox();
  if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height()) cy.center(node);
}

function told(node, words) {
  const name = make("strong", { textContent: node.data("text") });
  const links = node.connectedEdges().map((edge) => {
    const isFrom = edge.data("from") === node.id();
    const other = node.cy().getElementById(edge.data(isFrom ? "to" : "from"));
    return `${isFrom ? edge.data("text") : edge.data("back")}: ${other.data("text")}`;
  });
  const most = 6;
  const text = links.slice(0, most).join(" · ") + (links.length > most ? ` · … (${links.length})` : "");
  const ways = [["address", words.open], ["around", words.around]]
    .filter(([key]) => node.data(key))
    .map(([key, word]) => make("a", { href: node.data(key), textContent: word }));
  return [name, " ", ...ways.flatMap((way) => [way, " "]), make("br"), make("span", { className: "muted", textContent: text || words.none })];
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

function searching(cy, parts, words, show) {
  let matches = [];
  let next = 0;
  parts.search.addEventListener("input", () => {
    const wanted = folded(parts.search.value).split(/\s+/).filter(Boolean);
    cy.elements().removeClass("faded found");
    matches = wanted.length ? cy.nodes().filter((node) => wanted.every((word) => folded(node.data("text")).includes(word))).toArray() : [];
    next = 0;
    parts.found.textContent = wanted.length ? `${words.found}: ${matches.length}` : "";
    if (!matches.length) return;
    cy.elements().addClass("faded");
    for (const node of matches) node.removeClass("faded").addClass("found");
  });
  parts.search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (matches.length) show(matches[next++ % matches.length]);
  });
}

function save(blob) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: "cancu.png" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
