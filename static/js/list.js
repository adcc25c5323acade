/* data-list: a list walked by keyboard, with selection and a bar for many. */
import { each, on } from "./page.js";

const list = () => document.querySelector("[data-list]");
const rows = () => [...(list()?.querySelectorAll(".hd-row") ?? [])].filter((row) => row.querySelector(".go"));
const current = () => list()?.querySelector(".hd-row.cur") ?? list()?.querySelector(".hd-row:focus-within");
const box = (row) => row.querySelector('input[type="checkbox"]');
let anchor = null;

const go = (row) => {
  if (!row) return;
  for (const other of list().querySelectorAll(".hd-row.cur")) other.classList.remove("cur");
  row.classList.add("cur");
  row.querySelector(".go").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};
const step = (by) => {
  const all = rows();
  const at = all.indexOf(current());
  go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]);
};

const paint = () => {
  const chosen = rows().filter((row) => box(row)?.checked);
  for (const row of rows()) row.classList.toggle("sel", Boolean(box(row)?.checked));
  for (const bar of document.querySelectorAll("[data-bulk]")) bar.hidden = chosen.length === 0;
  for (const count of document.querySelectorAll("[data-bulk-count]")) count.textContent = String(chosen.length);
};
const choose = (row, checked = !box(row)?.checked) => {
  if (!box(row)) return;
  box(row).checked = checked;
  anchor = row;
  paint();
};
const range = (row) => {
  const all = rows();
  const [from, to] = [all.indexOf(anchor), all.indexOf(row)].sort((a, b) => a - b);
  for (const one of all.slice(Math.max(0, from), to + 1)) if (box(one)) box(one).checked = true;
  paint();
};

document.addEventListener("list:next", () => step(1));
document.addEventListener("list:previous", () => step(-1));
document.addEventListener("list:open", () => current()?.querySelector(".go").click());
document.addEventListener("list:select", () => current() && choose(current()));
document.addEventListener("list:range", () => current() && range(current()));

on("click", '[data-list] .hd-row input[type="checkbox"]', (event, field) => {
  const row = field.closest(".hd-row");
  if (event.shiftKey && anchor) range(row);
  else anchor = row;
});
on("change", "[data-list]", paint);
on("click", "[data-bulk-clear]", () => {
  for (const row of rows()) if (box(row)) box(row).checked = false;
  paint();
  document.getElementById("main")?.focus();
});
each("[data-list]", paint);

/* a swap keeps selection and the current row: the rows carry ids */
let before = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!list() || !(event.detail.target.contains(list()) || list().contains(event.detail.target))) return;
  before = { chosen: rows().filter((row) => box(row)?.checked).map((row) => row.id), at: current()?.id, focus: list().contains(document.activeElement) };
});
document.addEventListener("htmx:afterSettle", () => {
  if (!before || !list()) return;
  for (const row of rows()) {
    if (row.id && before.chosen.includes(row.id) && box(row)) box(row).checked = true;
    if (row.id && row.id === before.at) {
      if (before.focus) go(row);
      else row.classList.add("cur");
    }
  }
  before = null;
  paint();
});
