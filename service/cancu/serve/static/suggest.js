// Results while typing, below a search field. The same search works without: it is a form.

const WAIT = 180; // milliseconds after the last key

/** Show what the words of a form find while they are typed; arrow keys lead into the results and back. */
export function suggest(form) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.className = "suggested";
  list.hidden = true;
  form.append(list);
  let asked = new AbortController();
  let timer = 0;

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const words = field.value.trim();
    if (words.length < 2) return close();
    const query = new URLSearchParams({ q: words });
    if (document.documentElement.lang === "en") query.set("lang", "en");
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: asked.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text(); // our own page, escaped by the server
      list.hidden = false;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
  }

  function move(event) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      field.focus();
      close();
    } else if (event.key === "ArrowDown" && at < links.length - 1) {
      event.preventDefault();
      links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? field).focus();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("keydown", move);
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  addEventListener("pageshow", close); // back from a result: the field keeps its words, the list does not
}
