// What makes every page a little better where scripts run; without them nothing is missing.
import { suggest } from "./suggest.js";

/** Give each text that is there to be pasted a button that copies it. */
function addCopyButtons(root) {
  for (const block of root.querySelectorAll("pre.copy[data-copy]")) {
    const { copy, copied } = block.dataset;
    const frame = document.createElement("div");
    frame.className = "copied";
    block.replaceWith(frame);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await put(block);
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    frame.append(block, button);
  }
}

/** Put the text of an element on the clipboard; where that is not allowed (plain http), select it for Ctrl+C. */
async function put(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    getSelection().selectAllChildren(element);
    document.execCommand("copy");
  }
}

/** A form with data-auto is sent when a choice in it changes. Text waits for Enter. */
function sendOnChange(root) {
  for (const form of root.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
  }
}

/** Leave empty fields out of the address of a form sent by GET. */
function leaveEmptyOut(root) {
  for (const form of root.querySelectorAll("form[method=get]")) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    });
  }
}

/** What scrolls sideways can be reached by the keyboard, under the name of its table. What is folded waits for its turn. */
function reachScrolling(root) {
  for (const part of root.querySelectorAll(".wide, pre")) {
    if (part.closest("details:not([open])") || part.scrollWidth <= part.clientWidth || part.hasAttribute("tabindex")) continue;
    part.tabIndex = 0;
    const name = part.querySelector("caption")?.textContent.trim() || heading(part);
    if (name) {
      part.setAttribute("role", "group"); // a region would be one landmark more of the same name
      part.setAttribute("aria-label", name);
    }
  }
}

function heading(part) {
  return part.closest("section, main")?.querySelector("h1, h2, h3")?.textContent.trim();
}

/** “/” leads to the search, as on many sites. */
function searchByKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("main [role=search] input[type=search], header [role=search] input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

/** Enhance a part of a page; for what scripts add later. */
export function enhance(root) {
  addCopyButtons(root);
  sendOnChange(root);
  leaveEmptyOut(root);
  reachScrolling(root);
}

enhance(document);
searchByKey();
document.querySelectorAll("form[data-suggest]").forEach(suggest);
addEventListener("resize", () => reachScrolling(document));
document.addEventListener("toggle", (event) => reachScrolling(event.target), { capture: true });
