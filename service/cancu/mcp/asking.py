"""Tools that ask the graph: questions of the catalogue with typed parameters, and SPARQL that reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from cancu import query as queries
from cancu.errors import LimitError
from cancu.mcp.results import ROWS, Language, Limit, Offset, Parameter, Question, Questions, Table, Value, rows_of
from cancu.mcp.tools import tool
from cancu.query import NamedQuery
from cancu.serve.service import Service
from cancu.store import GRAPHS, SOLUTIONS, Answer, inspect
from cancu.vietnamese import fold

_LONGEST_GRAPH = 60_000
Sparql = Annotated[str, Field(min_length=1, description="SELECT, ASK, CONSTRUCT hoặc DESCRIBE của SPARQL 1.1")]
Name = Annotated[str, Field(max_length=100, description="Tên câu hỏi, xem công cụ questions / name, see questions")]
Given = Annotated[dict[str, Value] | None, Field(description="Giá trị theo tên tham số / values by name of parameter")]
Words = Annotated[str, Field(max_length=200, description="Chỉ câu hỏi có các từ này / only questions with these words")]


def add(server: MCPServer[object], service: Service) -> None:
    """Add the tools to ``server``."""

    @tool(server, "questions")
    def questions(words: Words = "", language: Language = "vi") -> Questions:
        wanted = set(fold(words).split())
        found = [one for one in service.catalogue.values() if wanted <= set(fold(_told(one)).split())]
        return Questions(total=len(found), questions=[described(question, language) for question in found])

    @tool(server, "ask")
    def ask(
        name: Name,
        parameters: Given = None,
        limit: Limit = ROWS,
        offset: Offset = 0,
        language: Language = "vi",
    ) -> Table:
        question = service.catalogue[name]
        values = {key: _written(value) for key, value in (parameters or {}).items()}
        if any(parameter.name == "language" for parameter in question.parameters):
            values.setdefault("language", language)
        text = question.bind(values, service.finder.resolve)
        answer = service.store.run(text, accept=GRAPHS[0] if question.is_graph else SOLUTIONS[0])
        return _table(answer, text, limit, offset)

    @tool(server, "sparql")
    def sparql(query: Sparql, limit: Limit = ROWS, offset: Offset = 0) -> Table:
        form = inspect(query).form
        is_graph = form is not None and form.is_graph
        answer = service.store.query(query, accept=GRAPHS[0] if is_graph else SOLUTIONS[0])
        return _table(answer, query, limit, offset)


def described(question: NamedQuery, language: str) -> Question:
    """Return what a question is, for those who want to ask it."""
    examples: Mapping[str, str] = dict(question.examples)
    return Question(
        name=question.name,
        title=question.title.say(language),
        description=question.description.say(language),
        is_graph=question.is_graph,
        parameters=[
            Parameter(
                name=item.name,
                type=item.kind.value,
                is_required=item.is_required,
                default=item.default,
                description=item.explanation.say(language),
                example=examples.get(item.name),
            )
            for item in question.parameters
        ],
        columns=[column.name for column in question.columns],
    )


def _told(question: NamedQuery) -> str:
    words = (question.title, question.description)
    return " ".join((question.name, *(word.vi for word in words), *(word.en for word in words)))


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(answer: Answer, text: str, limit: int, offset: int) -> Table:
    """Return rows, or a graph that is whole: half a graph would be another one."""
    if answer.form.is_graph:
        graph = answer.body.decode()
        if len(graph) > _LONGEST_GRAPH:
            raise LimitError(
                f"Đồ thị dài hơn {_LONGEST_GRAPH} ký tự; hãy hỏi hẹp hơn hoặc thêm LIMIT.",
                f"the graph is longer than {_LONGEST_GRAPH} characters; ask for less or add LIMIT.",
            )
        return Table(total=0, offset=0, is_cut=False, rows=[], columns=[], graph=graph, sparql=text)
    table = queries.Table.read(answer.body)
    return Table(**rows_of(table.records, limit, offset), columns=list(table.columns), sparql=text)
