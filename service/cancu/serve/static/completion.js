// What the editor offers: keywords, the variables of the text, and our own vocabulary, found by name or by label.
const KEYWORDS = (
  "PREFIX SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE OPTIONAL UNION FILTER BIND VALUES GRAPH MINUS SERVICE GROUP BY HAVING " +
  "ORDER BY ASC DESC LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT EXISTS NOT IN AS LANG LANGMATCHES STR REGEX " +
  "CONTAINS STRSTARTS BOUND IF COALESCE YEAR MONTH DAY NOW UNDEF"
).split(" ");
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** A source of completions for CodeMirror; the vocabulary is fetched from `address` once, when it is first wanted. */
export function completions(address) {
  let asked = null;
  const vocabulary = () => (asked ??= fetch(address).then((answer) => (answer.ok ? answer.json() : { prefixes: {}, terms: [] })));
  return async (context) => {
    const word = context.matchBefore(/[?$][\w]*|[\p{L}_][\p{L}\w:./-]*/u);
    if (!word && !context.explicit) return null;
    const typed = word?.text ?? "";
    const from = word?.from ?? context.pos;
    const text = context.state.doc.toString();
    if (/^[?$]/.test(typed)) return { from, options: variables(text, typed), validFor: /^[?$]\w*$/ };
    const { prefixes, terms } = await vocabulary();
    if (context.aborted) return null;
    const before = context.state.doc.lineAt(context.pos).text.slice(0, from - context.state.doc.lineAt(context.pos).from);
    if (/PREFIX\s+$/i.test(before)) return { from, options: declarations(prefixes) };
    const wanted = folded(typed);
    const options = [...found(terms, wanted, prefixes), ...KEYWORDS.filter((key) => folded(key).startsWith(wanted)).map((label) => ({ label, type: "keyword", boost: -1 }))];
    return { from, options, filter: false };
  };
}

function variables(text, typed) {
  const names = new Set(text.match(/[?$]\w+/g) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}

function declarations(prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => ({ label: `${name}: <${iri}>`, type: "namespace" }));
}

/** The terms whose name begins with what was typed, then those in whose label a word does; code lists come last. */
function found(terms, wanted, prefixes) {
  const vocab = prefixes.ccv ?? "";
  return terms
    .map((term) => ({ term, value: worth(term, wanted) }))
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value || one.term.name.localeCompare(other.term.name))
    .slice(0, 60)
    .map(({ term, value }) => ({
      label: term.name, displayLabel: term.name.replace(`<${vocab}`, "ccv:").replace(/>$/, ""), detail: term.label,
      info: term.note || undefined, type: term.kind, boost: Math.round(value),
      apply: (view, completion, from, to) => insert(view, completion.label, from, to, prefixes),
    }));
}

function worth(term, wanted) {
  const name = folded(term.name);
  const label = folded(term.label);
  const least = term.kind === "concept" ? 0.5 : 1;
  if (!wanted) return term.name.startsWith("cc:") ? least : 0;
  if (name.startsWith(wanted) || name.slice(name.indexOf(":") + 1).startsWith(wanted)) return least + 3;
  if (label.startsWith(wanted) || label.includes(` ${wanted}`)) return least + 2;
  return wanted.length > 2 && (name.includes(wanted) || label.includes(wanted)) ? least : 0;
}

/** Put a term in, and declare its prefix at the top where that is missing. */
function insert(view, name, from, to, prefixes) {
  const changes = [{ from, to, insert: name }];
  const prefix = name.startsWith("<") ? "" : name.slice(0, name.indexOf(":"));
  const isDeclared = new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
  const declaration = prefix && !isDeclared && prefixes[prefix] ? `PREFIX ${prefix}: <${prefixes[prefix]}>\n` : "";
  if (declaration) changes.unshift({ from: 0, insert: declaration });
  view.dispatch({ changes, selection: { anchor: from + name.length + declaration.length }, userEvent: "input.complete" });
}
