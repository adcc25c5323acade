/* The registry of shortcuts is the page itself: every element with data-key. Single keys are silent in fields. */
import { open } from "./dialog.js";
import { each, on } from "./page.js";

const root = document.documentElement;
const SEQUENCE_MS = 1200;
const OFF = "keys-off";
const SHIFTED = /^[A-Z]$/;
let first = "";
let timer = 0;

const stored = () => {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
};
const single = () => (stored() === null ? root.dataset.keys !== "off" : stored() !== "1");
const writing = (element) => element.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], trix-editor, [role="listbox"]') !== null;

const name = (event) => {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (SHIFTED.test(event.key) || event.key.length > 1)) parts.push("Shift");
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join("+");
};

const shown = (element) => element.closest("#key-map") || element.checkVisibility();
const find = (keys) => {
  const scope = document.querySelector("dialog:modal") ?? document;
  const hits = [...scope.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(shown);
  return hits.find((element) => !element.closest("#key-map")) ?? hits[0];
};
const starts = (keys) => [...document.querySelectorAll(`[data-key^="${CSS.escape(keys)} "]`)].some(shown);

const run = (element) => {
  const { href, dialog, do: event } = element.dataset;
  if (href) location.assign(href);
  else if (dialog && element.closest("#key-map")) open(document.querySelector(dialog));
  else if (event) document.dispatchEvent(new CustomEvent(event));
  else if (element.matches("input:not([type=checkbox]), textarea, trix-editor")) element.focus();
  else element.click();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || ["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
  const key = name(event);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && (writing(event.target) || !single())) return;
  // Enter and Space belong to the focused control
  if (key === "Enter" && event.target.closest("a, button, summary, [role=button]")) return;
  const keys = first ? `${first} ${key}` : key;
  clearTimeout(timer);
  first = "";
  const element = find(keys) ?? find(key);
  if (element && !(plain && keys === key && starts(key))) {
    event.preventDefault();
    run(element);
  } else if (plain && starts(key)) {
    first = key;
    timer = setTimeout(() => (first = ""), SEQUENCE_MS);
  }
});

const label = (element) => {
  const given = element.dataset.keyLabel ?? element.getAttribute("aria-label");
  if (given) return given;
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, svg")) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
};
const CAPS = { enter: "Enter", escape: "Esc", arrowup: "↑", arrowdown: "↓" };
const cap = (key) => CAPS[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key);

const entry = (element) => {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  const keys = document.createElement("dd");
  term.textContent = label(element);
  keys.append(...element.dataset.key.split(/[ +]/).flatMap((key) => {
    const piece = document.createElement("kbd");
    piece.textContent = cap(key);
    return [piece, " "];
  }));
  row.append(term, keys);
  return row;
};

const fill = (dialog) => {
  const groups = new Map();
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key, keyGroup } = element.dataset;
    if (seen.has(key) || !shown(element)) continue;
    seen.add(key);
    const group = keyGroup ?? document.getElementById("keys").dataset.page;
    groups.set(group, [...(groups.get(group) ?? []), element]);
  }
  const list = dialog.querySelector("[data-keys-list]");
  list.replaceChildren(...[...groups].map(([title, elements]) => {
    const section = document.createElement("section");
    const head = document.createElement("h3");
    const rows = document.createElement("dl");
    head.textContent = title;
    rows.append(...elements.map(entry));
    section.append(head, rows);
    return section;
  }));
};

each("#keys", (dialog) => {
  const toggle = dialog.querySelector("[data-keys-switch]");
  new MutationObserver(() => {
    if (!dialog.open) return;
    fill(dialog);
    toggle.checked = single();
  }).observe(dialog, { attributes: true, attributeFilter: ["open"] });
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "0" : "1"));
});
on("input", "[data-keys-filter]", (event, field) => {
  const wanted = field.value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll("[data-keys-list] dl > div")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});
