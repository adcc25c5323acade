/* [data-sort] with children [data-sort-item], each with a button [data-grip]: dragged by pointer, or lifted by
   Space, moved by arrows, put down by Space, put back by Escape. Fires `hd:sorted` on the list. */
import { on } from "../page.js";

const status = () => document.querySelector("[data-lift-status]");
const items = (list) => [...list.children].filter((item) => item.matches("[data-sort-item]"));
let lifted = null; // { item, list, before, by }

const say = (what) => {
  const box = status();
  if (!box || !lifted) return;
  const all = items(lifted.list);
  box.textContent = box.dataset[what]
    .replace("{name}", lifted.item.dataset.name ?? "")
    .replace("{n}", all.indexOf(lifted.item) + 1)
    .replace("{of}", all.length);
};

const lift = (item, by) => {
  const list = item.parentElement;
  lifted = { item, list, before: item.nextElementSibling, from: items(list).indexOf(item), by };
  item.classList.add("hd-lift");
  say("lifted");
};
const drop = (what) => {
  const { item, list, from } = lifted;
  item.classList.remove("hd-lift");
  say(what);
  const moved = items(list).indexOf(item) !== from;
  lifted = null;
  if (moved) list.dispatchEvent(new CustomEvent("hd:sorted", { bubbles: true, detail: { item } }));
};
const back = () => {
  lifted.list.insertBefore(lifted.item, lifted.before);
  drop("back");
};
const step = (by) => {
  const all = items(lifted.list);
  const to = all[all.indexOf(lifted.item) + by];
  if (!to) return;
  if (by < 0) to.before(lifted.item);
  else to.after(lifted.item);
  lifted.item.querySelector("[data-grip]").focus();
  lifted.item.scrollIntoView({ block: "nearest" });
  say("moved");
};

on("click", "[data-grip]", (event) => event.preventDefault()); // without this script the button moves one up
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip) return;
  if (event.key === " " || event.key === "Enter") {
    if (lifted) drop("dropped");
    else lift(grip.closest("[data-sort-item]"), "keys");
  } else if (!lifted) return;
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "ArrowDown") step(1);
  else if (event.key === "Escape") back();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("focusout", (event) => {
  // moving the row takes the focus away and gives it back at once
  setTimeout(() => lifted?.by === "keys" && !lifted.item.contains(document.activeElement) && event.target.matches("[data-grip]") && drop("dropped"));
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button !== 0) return;
  if (lifted) drop("dropped");
  grip.setPointerCapture(event.pointerId);
  lift(grip.closest("[data-sort-item]"), "pointer");
});
document.addEventListener("pointermove", (event) => {
  if (lifted?.by !== "pointer") return;
  for (const other of items(lifted.list)) {
    if (other === lifted.item) continue;
    const box = other.getBoundingClientRect();
    const middle = box.top + box.height / 2;
    const isAfter = Boolean(lifted.item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (isAfter && event.clientY > middle) other.after(lifted.item);
    else if (!isAfter && event.clientY < middle) other.before(lifted.item);
  }
});
document.addEventListener("pointerup", () => lifted?.by === "pointer" && drop("dropped"));
document.addEventListener("pointercancel", () => lifted?.by === "pointer" && back());
