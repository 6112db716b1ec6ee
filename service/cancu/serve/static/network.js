// What cytoscape draws of a picture: elements, shapes, layouts. Shapes, dashes and arrows tell apart what colours tell.
const COLOURS = { citation: "#1f4f8a", command: "#6b3f8f", duty: "#1c6b3c", triple: "#1f4f8a" };
const FILLS = { document: "#f6f1e7", body: "#eaf1ea", group: "#e9e6f3", thing: "#f6f1e7" };
const SHAPES = { document: "rectangle", body: "round-rectangle", group: "cut-rectangle", thing: "rectangle" };
const ARROWS = { triangle: "triangle", vee: "vee", diamond: "diamond", tee: "tee", circle: "circle", square: "square" };
const DASHES = { long: [12, 4], dashed: [7, 5], dashdot: [9, 4, 2, 4] };
const INK = "#1c1b19";
const MANY = 25;
const FAR = 0.5;
const HUBS = 24;
const FEW = 30;
const LETTERS = 58;
const WIDE = 150;
const HIGH = 20;

const named = (node) => node.caption ?? node.label;

/** As much of a name as two lines hold. */
function brief(text) {
  if (text.length <= LETTERS) return text;
  return `${text.slice(0, LETTERS).replace(/\s+\S*$/, "")} …`;
}

/** Nodes and edges for cytoscape; an edge runs from what is lower to what is above, its arrow points at its target. */
export function elements(picture) {
  const kinds = new Map(picture.relations.map((one) => [one.iri, one]));
  const nodes = picture.nodes.map((node) => ({
    group: "nodes",
    data: { ...node, id: node.iri, text: named(node), brief: brief(named(node)) },
    position: { x: node.x ?? 0, y: node.y ?? 0 },
    classes: [node.kind, node.isRead ? "read" : "", picture.roots.includes(node.iri) ? "root" : ""].join(" "),
  }));
  const edges = picture.edges.map((edge, number) => {
    const kind = kinds.get(edge.relation);
    const ends = kind.isTargetAbove ? [edge.source, edge.target] : [edge.target, edge.source];
    return {
      group: "edges",
      data: {
        id: `edge-${number}`, source: ends[0], target: ends[1], from: edge.source, to: edge.target,
        text: edge.count > 1 ? `${kind.label} ×${edge.count}` : kind.label, back: kind.back, line: kind.line,
        colour: COLOURS[kind.family] ?? INK, arrow: ARROWS[kind.arrow] ?? "triangle",
      },
      classes: `${kind.line} ${kind.isTargetAbove ? "up" : "down"} ${picture.edges.length <= FEW ? "said" : ""}`,
    };
  });
  return [...nodes, ...edges];
}

/** The look of it. Labels go away where they could not be read. */
export function style() {
  const shapes = Object.entries(SHAPES).map(([kind, shape]) => ({
    selector: `node.${kind}`,
    style: { shape, "background-color": FILLS[kind] },
  }));
  const dashes = Object.entries(DASHES).map(([line, pattern]) => ({
    selector: `edge.${line}`,
    style: { "line-style": "dashed", "line-dash-pattern": pattern },
  }));
  return [
    {
      selector: "node",
      style: {
        width: 240, height: 46, label: "data(brief)", color: INK, "font-size": 13, "text-wrap": "wrap",
        "text-max-width": 226, "text-valign": "center", "text-halign": "center", "min-zoomed-font-size": 7,
        "border-width": 1.3, "border-color": INK, "line-height": 1.15,
      },
    },
    ...shapes,
    { selector: "node.document", style: { "border-style": "dashed" } },
    { selector: "node.read", style: { "border-style": "solid", "border-width": 3 } },
    { selector: "node.root", style: { "border-style": "double", "border-width": 5 } },
    {
      selector: "edge",
      style: {
        width: 1.6, "curve-style": "bezier", "line-color": "data(colour)", "font-size": 11,
        color: "data(colour)", "min-zoomed-font-size": 9, "text-rotation": "autorotate",
        "text-background-color": "#fffdf9", "text-background-opacity": 0.9, "arrow-scale": 1.1,
        "target-arrow-color": "data(colour)", "source-arrow-color": "data(colour)",
      },
    },
    { selector: "edge.up", style: { "target-arrow-shape": "data(arrow)" } },
    { selector: "edge.down", style: { "source-arrow-shape": "data(arrow)" } },
    ...dashes,
    { selector: "edge.dotted", style: { "line-style": "dotted" } },
    { selector: ".faded", style: { opacity: 0.18 } },
    { selector: "node.found", style: { "background-color": "#ffe9a8", "border-width": 4 } },
    { selector: "edge.said", style: { label: "data(text)" } },
    { selector: "edge.beside", style: { label: "data(text)", width: 3.4, "min-zoomed-font-size": 5 } },
    { selector: "node.beside", style: { "border-color": "#8a1f1f" } },
    { selector: "node.here", style: { "border-color": "#8a1f1f", "border-width": 6, "border-style": "solid" } },
  ];
}

/** The layout called `name`: in layers by dagre, or in the columns that the server reckoned; the fit one by default. */
export function layout(name, picture) {
  const hasPlaces = picture.nodes.every((node) => "x" in node);
  const chosen = name ?? (picture.nodes.length > MANY && hasPlaces ? "columns" : "layered");
  if (chosen === "columns" && hasPlaces) return { name: "preset", fit: true, padding: 20 };
  return { name: "dagre", rankDir: "RL", nodeSep: 16, rankSep: picture.edges.length <= FEW ? 170 : 90, edgeSep: 8, fit: true, padding: 20, animate: false };
}

/** The node that an arrow key leads to: a neighbour in that direction, else the nearest node there. */
export function beside(cy, here, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const { x, y } = here.position();
  const worth = (node) => {
    const [along, across] = [(node.position("x") - x) * dx + (node.position("y") - y) * dy,
      Math.abs((node.position("x") - x) * dy) + Math.abs((node.position("y") - y) * dx)];
    return along > 1 ? along + 2 * across : Infinity;
  };
  const best = (nodes) => nodes.reduce((found, node) => (worth(node) < found.worth ? { node, worth: worth(node) } : found),
    { node: null, worth: Infinity }).node;
  return best(here.neighborhood("node").toArray()) ?? best(cy.nodes().not(here).toArray());
}

/** From afar only the nodes with most links keep a name, where there is room, so large that it can be read. */
export function naming(cy) {
  const hubs = cy.nodes().sort((one, other) => other.degree() - one.degree()).slice(0, HUBS);
  const own = "font-size text-max-width text-wrap text-background-opacity z-index";
  const adapt = () => {
    const zoom = cy.zoom();
    hubs.removeStyle(own);
    if (zoom >= FAR) return;
    const taken = [];
    const style = {
      "font-size": 11 / zoom, "text-max-width": WIDE / zoom, "text-wrap": "ellipsis", "text-background-color": "#fffdf9",
      "text-background-opacity": 0.9, "text-background-padding": 2 / zoom, "z-index": 9,
    };
    for (const node of hubs.toArray()) {
      const { x, y } = node.renderedPosition();
      if (taken.some(([left, top]) => Math.abs(left - x) < WIDE + 8 && Math.abs(top - y) < HIGH)) continue;
      taken.push([x, y]);
      node.style(style);
    }
  };
  let waiting = 0;
  cy.on("zoom layoutstop", () => { waiting ||= requestAnimationFrame(() => { waiting = 0; adapt(); }); });
  adapt();
}

/** Begin with the whole picture; on a small screen, where that would be dust, with its beginning. */
export function begin(cy) {
  if (cy.zoom() > 1.2) cy.zoom(1.2).center();
  else if (cy.width() < 600 && cy.zoom() < 0.4) cy.zoom(0.55).center(cy.nodes(".root").first().union(cy.nodes().first()).first());
}
