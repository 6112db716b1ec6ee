// The page that checks a draft: drop a file anywhere on it, see how far it is, read the report without a new page.
// Without this script the same form is sent by the browser and answered by a whole page.

import { enhance } from "/static/site.js";

const form = document.getElementById("draft");
const result = document.getElementById("result");

if (form && result) {
  dropInto(form);
  sendHere(form);
}
light(document);
offerPrinting(document);

/** Files dropped on the page go into the form, and are checked at once. */
function dropInto(form) {
  const zone = document.getElementById("drop");
  const file = form.elements.file;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("over");
    file.files = event.dataTransfer.files;
    form.elements.text.value = "";
    if (!form.elements.keep.checked) form.requestSubmit();
  });
}

/** Send the form and put what the service answers where the result stands. */
function sendHere(form) {
  let running = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [chosen] = form.elements.file.files;
    if (chosen && chosen.size > Number(form.dataset.most)) {
      trouble(form.dataset.tooLarge);
      return;
    }
    running?.abort();
    running = new XMLHttpRequest();
    const call = running;
    const bar = document.getElementById("progress");
    const told = document.getElementById("status");
    const button = form.querySelector("button");
    const over = (words) => {
      bar.parentElement.hidden = true;
      button.disabled = false;
      told.textContent = words;
    };
    bar.parentElement.hidden = false;
    bar.removeAttribute("value");
    button.disabled = true;
    told.textContent = form.dataset.sending;
    call.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) Object.assign(bar, { max: step.total, value: step.loaded });
    });
    call.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      told.textContent = form.dataset.checking;
    });
    call.addEventListener("load", () => {
      over("");
      show(call.responseText, call.getResponseHeader("Content-Type") ?? "");
    });
    call.addEventListener("error", () => {
      over("");
      trouble(form.dataset.failed);
    });
    call.open("POST", form.action);
    call.send(new FormData(form));
  });
}

/** Take the result out of the page that the service answered with. It was escaped there; scripts in it would not run. */
function show(text, type) {
  const page = type.startsWith("text/html") ? new DOMParser().parseFromString(text, "text/html") : null;
  const found = page?.getElementById("result");
  if (!found) {
    trouble(sentence(text) ?? form.dataset.failed);
    return;
  }
  result.replaceChildren(...found.childNodes);
  document.title = page.title;
  form.elements.token.value = "";
  enhance(result);
  offerPrinting(result);
  const first = document.getElementById("trouble") ?? document.getElementById("report-title");
  first?.focus();
  first?.scrollIntoView();
}

/** What a problem (RFC 9457) says, in the language of the page. */
function sentence(text) {
  try {
    const problem = JSON.parse(text);
    return document.documentElement.lang === "en" ? problem.detail_en : problem.detail;
  } catch {
    return null;
  }
}

function trouble(words) {
  const told = document.createElement("p");
  told.className = "trouble";
  told.id = "trouble";
  told.tabIndex = -1;
  told.setAttribute("role", "alert");
  told.textContent = words;
  result.replaceChildren(told);
  told.focus();
}

/** Pointing at a finding lights its words, and the other way round. */
function light(root) {
  const lit = (event, is) => {
    const number = event.target.closest?.("[data-pair]")?.dataset.pair;
    if (!number) return;
    for (const part of document.querySelectorAll(`[data-pair="${CSS.escape(number)}"]`)) part.classList.toggle("lit", is);
  };
  for (const name of ["mouseover", "focusin"]) root.addEventListener(name, (event) => lit(event, true));
  for (const name of ["mouseout", "focusout"]) root.addEventListener(name, (event) => lit(event, false));
}

function offerPrinting(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
