/* The template of custom fields: order by handle, boxes that need another, entries of a list, what is not saved yet. */
import { orderable, orderOf } from "./order.js";

const form = document.getElementById("lines");
const note = document.querySelector("[data-unsaved]");
const order = form.querySelector("[data-order-value]");
let dirty = Boolean(form.querySelector(".is-invalid"));

const touched = () => {
  dirty = true;
  if (note) note.textContent = note.dataset.unsaved;
};
if (dirty) touched();
form.addEventListener("input", touched);
form.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());

for (const list of form.querySelectorAll("[data-order]")) orderable(list);
for (const help of form.querySelectorAll("[data-how]")) help.hidden = false;
form.addEventListener("hd:order", (event) => {
  if (event.target.matches("tbody")) order.value = orderOf(event.target).join(",");
  touched();
});

/* nobody must fill in what they do not see */
const follow = () => {
  for (const box of form.querySelectorAll("[data-needs]")) {
    const needed = document.getElementById(box.dataset.needs);
    if (needed.disabled) continue;
    box.disabled = !needed.checked;
    if (box.disabled) box.checked = false;
  }
};
form.addEventListener("change", follow);
follow();

const kind = form.querySelector("[name=f-kind]");
const entries = form.querySelector("[data-entries]");
if (kind && entries) {
  const show = () => { entries.hidden = !["choice", "multi"].includes(kind.value); };
  kind.addEventListener("change", show);
  show();
  const list = entries.querySelector("ul");
  const ready = (item) => {
    for (const button of item.querySelectorAll("button")) button.hidden = false;
  };
  for (const item of list.querySelectorAll("[data-order-item]")) ready(item);
  const more = entries.querySelector("[data-entry-add]");
  more.hidden = false;
  const add = () => {
    const item = entries.querySelector("template").content.firstElementChild.cloneNode(true);
    ready(item);
    list.append(item);
    item.querySelector("input").focus();
  };
  more.addEventListener("click", () => { add(); touched(); });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    add();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-entry-remove]");
    if (!button) return;
    const item = button.closest("li");
    const next = item.nextElementSibling?.matches("[data-order-item]") ? item.nextElementSibling : null;
    (next?.querySelector("[data-entry-remove]") ?? more).focus();
    item.remove();
    touched();
  });
}
