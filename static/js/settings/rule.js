/* The editor of a rule. The server draws every state of it: a change posts the form and swaps its body. */
import { each, on } from "../page.js";
import "./many.js";
import "./sort.js";
import "./dry_run.js";

const form = document.querySelector("form[data-rule]");
const note = document.querySelector("[data-changed]");
const refresh = document.getElementById("rule-refresh");
const NOT_THE_RULE = /(^csrfmiddlewaretoken|^version|^new_action|-open)$/;

const picture = () => JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_THE_RULE.test(name)));
let saved = "changedAlready" in form.dataset ? "" : picture();
let leaving = false;

const look = () => {
  const changed = picture() !== saved;
  note.textContent = changed ? note.dataset.words : "";
  return changed;
};

form.addEventListener("input", look);
document.addEventListener("input", (event) => event.target.form === form && look());
addEventListener("beforeunload", (event) => {
  if (!leaving && look()) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  if (event.target !== form || !["save", "overwrite"].includes(event.submitter?.value)) return;
  leaving = true; // the answer leads to the saved rule, or brings the form back
});
form.addEventListener("htmx:afterRequest", (event) => {
  if (event.target === form && (!event.detail.xhr || event.detail.xhr.status !== 204)) leaving = false;
});
on("click", "[data-discard]", () => {
  leaving = true;
});

on("change", "[data-refresh]", () => refresh.click());
on("change", "[data-add-action]", (event, field) => field.value && document.getElementById("add-action-go").click());
on("input", "#rule-name", (event, field) => {
  const title = document.querySelector("[data-rule-name]");
  title.dataset.empty ??= title.textContent;
  title.textContent = field.value.trim() || title.dataset.empty;
});

/* what stands beside a row follows its place */
document.addEventListener("hd:sorted", (event) => {
  const list = event.target;
  list.querySelectorAll(":scope > li [data-number]").forEach((number, at) => (number.textContent = at + 1));
  [...list.children].filter((item) => item.matches("[data-sort-item]")).forEach((item, at) => {
    const joiner = item.querySelector("[data-joiner]");
    if (joiner) joiner.textContent = at ? list.dataset.word : "";
  });
  look();
});
each("#rule-body", look);

/* what is typed while an answer is on its way is typed into the new form too */
let sent = new Map();
let late = [];
const typed = () => new Map([...form.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")]
  .filter((field) => field.name && form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`).length === 1)
  .map((field) => [field.name, field.value]));
form.addEventListener("htmx:configRequest", () => {
  sent = typed();
});
form.addEventListener("htmx:beforeSwap", () => {
  late = [...typed()].filter(([name, value]) => sent.has(name) && sent.get(name) !== value);
});
form.addEventListener("htmx:afterSwap", () => {
  for (const [name, value] of late) {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
  late = [];
});
