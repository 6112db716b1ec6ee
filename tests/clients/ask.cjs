// Asks a SPARQL endpoint a list of questions through Comunica: JSON {source, questions: {name: sparql}} comes by standard
// input, JSON {name: answer} goes to standard output. Solutions are lists of {variable: value}, graphs lists of N-Triples
// terms, anything that fails is {error}.
const { QueryEngine } = require('@comunica/query-sparql');

async function answer(engine, source, question) {
  const found = await engine.query(question, { sources: [{ type: 'sparql', value: source }] });
  switch (found.resultType) {
    case 'boolean':
      return found.execute();
    case 'bindings': {
      const rows = await (await found.execute()).toArray();
      return rows.map((row) => Object.fromEntries([...row].map(([key, term]) => [key.value, plain(term)])));
    }
    default: {
      const quads = await (await found.execute()).toArray();
      return quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(plain));
    }
  }
}

function plain(term) {
  if (term.termType !== 'Literal') return term.value;
  return term.language ? `${term.value}@${term.language}` : term.value;
}

async function main() {
  const { source, questions } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const engine = new QueryEngine();
  const answers = {};
  for (const [name, question] of Object.entries(questions)) {
    try {
      answers[name] = await answer(engine, source, question);
    } catch (error) {
      answers[name] = { error: String(error.message || error) };
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
