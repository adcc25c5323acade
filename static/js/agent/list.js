/* The list of tickets: changes to many, rows that stay true, the order kept for the ticket's page. */
import { each, on, post } from "../page.js";

const form = () => document.getElementById("rows");
const VERBS = { "bulk-assign": "assign", "bulk-transfer": "transfer", "bulk-status": "status", "bulk-priority": "priority" };

const send = (verb, value = "") => {
  const { elements } = form();
  elements.namedItem("verb").value = verb;
  elements.namedItem("value").value = value;
  form().requestSubmit();
};
on("click", "[data-verb]", (event, button) => {
  event.preventDefault();
  send(button.dataset.verb);
});
document.addEventListener("hd:pick", (event) => {
  const verb = VERBS[(event.target.dataset.menu ?? "").slice(1)];
  if (verb) send(verb, event.detail.value);
});
each(".hd-bulk-form", (rows) => rows.addEventListener("submit", (event) => {
  if (!rows.elements.namedItem("verb").value) event.preventDefault(); // Enter in a row opens it
}));

/* a key for many works on the current row when nothing is selected */
document.addEventListener("keydown", (event) => {
  const bar = document.querySelector("[data-bulk]");
  if (!bar?.hidden || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog, .hd-float")) return;
  const row = document.querySelector("[data-list] .hd-row.cur");
  if (!row || !bar.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([data-bulk-clear])`)) return;
  const box = row.querySelector('input[type="checkbox"]');
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}, true);

/* the order of this list, so that the ticket's page goes on in it */
const remember = () => {
  const links = [...document.querySelectorAll("[data-list] .hd-row .go")].map((link) => link.getAttribute("href"));
  try {
    sessionStorage.setItem("order", JSON.stringify(links));
  } catch { /* the ticket's page asks the server */ }
};
on("click", "[data-list] .go", remember);

/* rows that changed are drawn again where they stand; new ones wait until they are asked for */
const waiting = new Set();
const fresh = new Set();
let timer = 0;
const chip = () => {
  const button = document.querySelector("[data-reload]");
  const words = button.querySelector("[data-reload-text]");
  button.hidden = fresh.size === 0;
  words.textContent = fresh.size === 1 ? words.dataset.one : words.dataset.many.replace("{n}", String(fresh.size));
};
const replace = (row, now) => {
  const box = row.querySelector('input[type="checkbox"]');
  const next = now.querySelector('input[type="checkbox"]');
  if (box && next) next.checked = box.checked;
  for (const name of ["sel", "cur"]) now.classList.toggle(name, row.classList.contains(name));
  const focused = row.contains(document.activeElement) ? document.activeElement.className : "";
  now.classList.add("changed");
  row.replaceWith(now);
  if (focused) now.querySelector(`.${focused.split(" ")[0]}`)?.focus({ preventScroll: true });
  now.dispatchEvent(new CustomEvent("hd:added", { bubbles: true }));
};
const refresh = async () => {
  timer = 0;
  const ids = [...waiting].slice(0, 50);
  waiting.clear();
  const url = new URL(form().dataset.rowsUrl, location.href);
  url.searchParams.set("ids", ids.join(","));
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const piece = document.createElement("template");
  piece.innerHTML = await answer.text();
  for (const now of [...piece.content.children]) {
    const row = document.getElementById(now.id);
    const left = now.hasAttribute("data-left");
    if (row) replace(row, now);
    else if (!left) fresh.add(now.id);
  }
  chip();
};
document.addEventListener("hd:list", (event) => {
  if (!form() || !event.detail.ticket) return;
  waiting.add(event.detail.ticket);
  timer ||= setTimeout(refresh, 500);
});
on("click", "[data-reload]", () => location.reload());

/* two lines a row or one */
on("click", "[data-density-switch]", (event, button) => {
  const root = document.documentElement;
  root.dataset.density = root.dataset.density === "compact" ? "comfortable" : "compact";
  const body = new FormData();
  body.append("density", root.dataset.density);
  post(button.dataset.url, body);
});
