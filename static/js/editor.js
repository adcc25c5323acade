/* form[data-compose]: rich text, modes, drafts on a pause, files. The plain form under it works without. */
import { draft, settle } from "./draft.js";
import { each } from "./page.js";
import { uploads } from "./uploads.js";

const shell = (form) => form.closest(".hd-editor");
const app = (form) => form.closest(".hd-app");

const enrich = (form) => {
  const area = form.querySelector("[data-area]");
  const id = `${shell(form)?.id || "editor"}`;
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: area.name, id: `${id}-input` });
  const html = form.querySelector("template[data-html]")?.innerHTML;
  const plain = document.createElement("div");
  plain.append(...area.value.split("\n").flatMap((line, index) => (index ? [document.createElement("br"), line] : [line])));
  input.value = html ?? plain.innerHTML;
  const editor = document.createElement("trix-editor");
  editor.className = "text trix-content";
  editor.dir = "auto";
  for (const name of ["aria-label", "placeholder"]) editor.setAttribute(name, area.getAttribute(name) ?? "");
  editor.setAttribute("input", input.id);
  editor.setAttribute("toolbar", `${id}-toolbar`);
  form.querySelector("trix-toolbar").hidden = false;
  form.querySelector("[data-format]").value = "html";
  area.replaceWith(input, editor);
  return editor;
};

export const setMode = (form, mode) => {
  form.elements.mode.value = mode;
  shell(form).dataset.mode = mode;
  for (const tab of form.querySelectorAll("[data-mode-tab]")) {
    const chosen = tab.dataset.modeTab === mode;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(mode);
  form.dispatchEvent(new CustomEvent("hd:mode", { bubbles: true, detail: mode }));
};

const openUp = (form) => {
  shell(form).classList.add("open");
  if (app(form)?.dataset.editor) app(form).dataset.editor = "open";
};

// Before the editor sees it: a shortcut or a button must find the last letters where they belong.
const settled = (form, editor) => {
  form.addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && settle(editor), true);
  for (const kind of ["mousedown", "submit"]) form.addEventListener(kind, () => settle(editor), true);
};

const modes = (form, editor) => {
  const tabs = [...form.querySelectorAll("[data-mode-tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      setMode(form, tab.dataset.modeTab);
      openUp(form);
      editor.focus();
    });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step && event.key !== " ") return;
      event.preventDefault();
      if (!step) return tab.click();
      const forward = document.documentElement.dir === "rtl" ? -step : step;
      const next = tabs[(tabs.indexOf(tab) + forward + tabs.length) % tabs.length];
      setMode(form, next.dataset.modeTab);
      next.focus();
    });
  }
  setMode(form, form.elements.mode.value);
};

each("form[data-compose]", (form) => {
  const editor = enrich(form);
  settled(form, editor);
  modes(form, editor);
  const files = uploads(form, editor);
  draft(form, editor);
  editor.addEventListener("focus", () => openUp(form));
  if (editor.textContent.trim() || form.elements[editor.getAttribute("input")]?.value) openUp(form);
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const button = [...form.querySelectorAll("footer button:not([type=button])")].find((one) => one.checkVisibility());
      queueMicrotask(() => form.requestSubmit(button)); // what changed the text without typing is heard of first
    } else if (event.key === "Escape") editor.blur();
  });
  form.addEventListener("submit", (event) => {
    if (!files.busy()) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    files.done().then(() => {
      button?.removeAttribute("aria-busy");
      form.requestSubmit(button);
    });
  });
});
