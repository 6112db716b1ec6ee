// The SPARQL page with scripts: an editor over the text field, saved queries, and other views of the answer.
import { completions } from "/static/completion.js";
import { views } from "/static/answer.js";

const form = document.getElementById("ask");
const field = document.getElementById("query");
const tools = document.getElementById("tools");
const words = JSON.parse(tools.dataset.words);
const KEPT = "cancu.sparql";

views(document.getElementById("answer"), words);
saving();
edit().catch((error) => console.warn(error)); // the text field stays

form.addEventListener("submit", () => {
  form.querySelector("button").setAttribute("aria-busy", "true");
  // an address does not get through everywhere if it is long
  form.method = field.value.length > 6000 ? "post" : "get";
});

async function edit() {
  const cm = await import("/static/vendor/editor.js");
  const host = make("div", { id: "query-editor", className: "editor" });
  // in a shadow root, whose style sheets are constructed: the policy of the site allows no style elements
  const shadow = host.attachShadow({ mode: "open" });
  field.before(host);
  const run = () => { form.requestSubmit(); return true; };
  const wrong = mistake(cm);
  const view = new cm.EditorView({
    root: shadow,
    parent: shadow,
    state: cm.EditorState.create({
      doc: field.value,
      extensions: [
        cm.Prec.highest(cm.keymap.of([{ key: "Ctrl-Enter", mac: "Cmd-Enter", run }])),
        cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.bracketMatching(), cm.sparql(),
        cm.syntaxHighlighting(cm.defaultHighlightStyle, { fallback: true }),
        cm.autocompletion({ override: [completions(tools.dataset.vocabulary)], icons: false }),
        cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap, ...cm.completionKeymap]),
        cm.EditorView.lineWrapping,
        cm.EditorView.contentAttributes.of({
          tabindex: "0", // where a question scrolls, keys have to reach it
          "aria-label": document.getElementById("query-label").textContent,
          ...(wrong ? { "aria-invalid": "true" } : {}),
        }),
        cm.EditorView.updateListener.of((update) => { if (update.docChanged) field.value = update.state.doc.toString(); }),
        replacing(cm), look(cm),
        ...(wrong ? [wrong.mark] : []),
      ],
    }),
  });
  field.hidden = true;
  field.required = false; // what is hidden cannot be asked for; the service says it
  document.getElementById("query-label").addEventListener("click", () => view.focus());
  tools.append(make("p", { className: "muted", textContent: words.keys }));
  if (wrong) {
    view.dispatch({ selection: { anchor: wrong.from }, scrollIntoView: true });
    view.focus();
  }
  host.view = view;
}

/** Where the service found the text wrong, as a mark in it; null where all is well. */
function mistake(cm) {
  const told = document.getElementById("trouble");
  if (!told?.dataset.line) return null;
  const lines = field.value.split("\n");
  const line = Math.min(Number(told.dataset.line), lines.length);
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const from = before + Math.min([...lines[line - 1]].slice(0, Number(told.dataset.column) - 1).join("").length, lines[line - 1].length);
  const to = before + lines[line - 1].length;
  const marks = [cm.Decoration.line({ class: "cm-wrong-line" }).range(before)];
  if (to > from) marks.push(cm.Decoration.mark({ class: "cm-wrong", attributes: { title: told.textContent.trim() } }).range(from, to));
  return { from, mark: cm.EditorView.decorations.of(cm.Decoration.set(marks, true)) };
}

/** Replace what is selected ourselves: the browser would keep its look in a style attribute, which the policy refuses. */
function replacing(cm) {
  return cm.EditorView.domEventHandlers({
    beforeinput(event, view) {
      if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) return false;
      event.preventDefault();
      view.dispatch({ ...view.state.replaceSelection(event.data), userEvent: "input.type" });
      return true;
    },
  });
}

function look(cm) {
  return cm.EditorView.theme({
    "&": { fontSize: "0.95rem", border: "1px solid #857d71", borderRadius: "0.35rem", background: "#fff", color: "#1d1c1a" },
    "&.cm-focused": { outline: "3px solid #7d5200", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: '"Noto Sans Mono", "DejaVu Sans Mono", Consolas, monospace', minHeight: "16rem", maxHeight: "32rem" },
    ".cm-gutters": { background: "#f6f2ea", color: "#5d5850" },
    ".cm-wrong-line": { background: "#fbe9e7" },
    ".cm-wrong": { textDecoration: "underline wavy #a11d1d 2px" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxWidth: "min(34rem, 80vw)" },
    ".cm-tooltip": { background: "#fffefb", color: "#1d1c1a", border: "1px solid #857d71" },
    ".cm-completionDetail": { fontStyle: "normal", color: "#5d5850" },
    ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
    ".cm-completionInfo": { maxWidth: "22rem", padding: "0.4rem 0.6rem", whiteSpace: "normal" },
  });
}

function make(tag, values = {}, children = []) {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children);
  return element;
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.name === "string" && typeof one?.query === "string") : [];
  } catch {
    return [];
  }
}

/** Queries kept under a name on this computer, and the address of the present one. */
function saving() {
  const name = make("input", { id: "saved-name", maxLength: 120, autocomplete: "off" });
  const save = make("button", { type: "button", className: "quiet", textContent: words.save });
  const copy = make("button", { type: "button", className: "quiet", textContent: words.copyLink });
  const said = make("span", { className: "muted", role: "status" });
  const list = make("ul", { className: "plain saved" });
  const show = () => {
    const saved = kept();
    const lines = saved.map((one) => {
      const remove = make("button", { type: "button", className: "quiet", textContent: words.remove });
      remove.setAttribute("aria-label", `${words.remove}: ${one.name}`);
      remove.addEventListener("click", () => { store(kept().filter((other) => other.name !== one.name)); show(); });
      return make("li", {}, [make("a", { href: address(one.query), textContent: one.name }), " ", remove]);
    });
    list.replaceChildren(...(lines.length ? lines : [make("li", { className: "muted", textContent: words.none })]));
  };
  const store = (saved) => { try { localStorage.setItem(KEPT, JSON.stringify(saved)); } catch (error) { said.textContent = String(error); } };
  save.addEventListener("click", () => {
    const title = name.value.trim() || field.value.match(/^#\s*(.+)/)?.[1] || new Date().toLocaleString(document.documentElement.lang);
    store([{ name: title, query: field.value }, ...kept().filter((one) => one.name !== title)].slice(0, 200));
    name.value = "";
    show();
  });
  copy.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(new URL(address(field.value), location.href).href);
    said.textContent = words.copied;
  });
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); save.click(); } });
  tools.append(
    make("div", { className: "controls" }, [
      make("p", {}, [make("label", { htmlFor: "saved-name", textContent: words.saveName }), name]),
      make("p", {}, [save, " ", copy, " ", said]),
    ]),
    make("details", { open: kept().length > 0 }, [make("summary", { textContent: words.saved }), list]),
  );
  show();
}

function address(query) {
  const pairs = new URLSearchParams({ query });
  if (document.documentElement.lang === "en") pairs.set("lang", "en");
  return `/sparql?${pairs}`;
}
