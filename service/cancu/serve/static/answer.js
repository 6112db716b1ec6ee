// Other views of an answer: a chart of one column of names and one of numbers, and the raw text.
const SVG = "http://www.w3.org/2000/svg";
const BARS = 60;
const POINTS = 500;

/** Put the choice of views before the answer in `section`; without an answer nothing happens. */
export function views(section, words) {
  if (!section) return;
  const table = document.getElementById("view-table");
  const found = [[words.table, table]];
  const figures = charted(table.querySelector("table"));
  if (figures) found.push([words.chart, add(table, framed(figures, figures.isTime ? line(figures, words) : bars(figures, words)), "view-chart")]);
  const graph = document.getElementById("graph");
  if (graph) found.push([words.graph, graph]);
  found.push([words.raw, document.getElementById("view-raw") ?? add(table, raw(section), "view-raw")]);
  choice(table, found, words);
}

function add(table, view, id) {
  view.id = id;
  table.after(view);
  return view;
}

function choice(table, found, words) {
  const group = document.createElement("div");
  group.className = "controls views";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.views);
  const show = (wanted) => {
    for (const [number, [, view]] of found.entries()) {
      view.hidden = number !== wanted;
      if (view.tagName === "DETAILS") view.open = number === wanted;
      group.children[number].setAttribute("aria-pressed", String(number === wanted));
      if (number === wanted) view.dispatchEvent(new Event("shown"));
    }
  };
  for (const [number, [name]] of found.entries()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: name });
    button.addEventListener("click", () => show(number));
    group.append(button);
  }
  table.before(group);
  show(0);
}

/** The names and numbers of a table that has one column of numbers (the last such) beside one of names; else null. */
function charted(table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  if (!rows.length || rows[0].length < 2) return null;
  const isNumber = (text) => /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
  const columns = rows[0].map((_, column) => rows.every((row) => isNumber(row[column])));
  const number = columns.lastIndexOf(true);
  const isName = (column) => !columns[column] && !rows.every((row) => /^https?:/.test(row[column]));
  const name = [...columns.keys()].find((column) => column !== number && isName(column)) ?? columns.indexOf(false);
  if (number < 0 || name < 0) return null;
  const figures = rows.map((row) => [row[name], Number(row[number])]);
  const isTime = rows.length > 2 && figures.every(([text]) => /^\d{4}(-\d\d){0,2}(T.*)?$/.test(text));
  if (isTime) figures.sort(([one], [other]) => (one < other ? -1 : 1));
  const most = isTime ? POINTS : BARS;
  return { heading: table.tHead.rows[0].cells[number].textContent, rows: figures.slice(0, most), left: rows.length - most, isTime };
}

function draw(tag, values, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A line over days or years, each point told by its title, the ends and the highest in words. */
function line({ heading, rows }, words) {
  const [width, height, edge] = [900, 320, 46];
  const values = rows.map(([, value]) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const moments = rows.map(([text]) => Date.parse(text));
  const [first, last] = [moments[0], moments.at(-1)];
  const x = (row) => edge + ((moments[row] - first) / (last - first || 1)) * (width - 2 * edge);
  const y = (value) => height - edge - ((value - least) / (most - least || 1)) * (height - 2 * edge);
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${words.bars} ${heading}`, class: "chart" });
  svg.append(
    draw("text", { x: edge, y: 18, class: "heading" }, heading),
    draw("path", { class: "axis", d: `M${edge} ${edge / 2} V${y(0)} H${width - edge}` }),
    draw("polyline", { points: values.map((value, row) => `${x(row)},${y(value)}`).join(" ") }),
    draw("text", { x: edge, y: height - 14 }, rows[0][0]),
    draw("text", { x: width - edge, y: height - 14, "text-anchor": "end" }, rows.at(-1)[0]),
    draw("text", { x: edge - 6, y: y(most) + 4, "text-anchor": "end" }, String(most)),
  );
  rows.forEach(([text, value], row) => {
    const point = draw("circle", { cx: x(row), cy: y(value), r: 3.5 });
    point.append(draw("title", {}, `${text}: ${value}`));
    svg.append(point);
  });
  return svg;
}

function bars({ heading, rows }, words) {
  const [width, names, high] = [900, 320, 26];
  const least = Math.min(0, ...rows.map(([, value]) => value));
  const most = Math.max(0, ...rows.map(([, value]) => value));
  const scale = (value) => names + 10 + ((value - least) / (most - least || 1)) * (width - names - 100);
  const height = rows.length * high + 30;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${words.bars} ${heading}`, class: "chart" });
  svg.append(draw("text", { x: names + 10, y: 16, class: "heading" }, heading));
  rows.forEach(([name, value], row) => {
    const y = 28 + row * high;
    const short = name.length > 44 ? `${name.slice(0, 43)}…` : name;
    const label = draw("text", { x: names, y: y + 14, "text-anchor": "end" }, short);
    label.append(draw("title", {}, name));
    const [start, end] = [scale(Math.min(0, value)), scale(Math.max(0, value))];
    svg.append(label, draw("rect", { x: start, y, width: Math.max(end - start, 1), height: high - 8 }), draw("text", { x: end + 6, y: y + 14 }, String(value)));
  });
  return svg;
}

function framed({ left }, svg) {
  const box = document.createElement("div");
  box.className = "wide";
  box.tabIndex = 0;
  box.append(svg);
  if (left > 0) box.append(Object.assign(document.createElement("p"), { className: "muted", textContent: `… +${left}` }));
  return box;
}

/** The answer as it comes, fetched when it is first looked at. */
function raw(section) {
  const link = [...section.querySelectorAll("a")].find((one) => /[?&]format=json/.test(one.getAttribute("href")));
  const box = document.createElement("pre");
  box.tabIndex = 0;
  if (link) {
    box.addEventListener("shown", async () => {
      const answer = await fetch(link.getAttribute("href"));
      const text = await answer.text();
      box.textContent = text.length > 200_000 ? `${text.slice(0, 200_000)}\n…` : text;
    }, { once: true });
  }
  return box;
}
