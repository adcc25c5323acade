/* data-menu="#id" on a button: a list of choices, or a combobox when the menu has a field. */
import { each, on } from "./page.js";

const openers = new WeakMap();
const OPTION = '[role="option"]:not([hidden])';
const EDGE = 8;

const options = (menu) => [...menu.querySelectorAll(OPTION)];
const marked = (menu) => menu.querySelector(".hd-opt.at");
const holder = (menu) => menu.querySelector('[role="combobox"]') ?? menu.querySelector('[role="listbox"]');

const mark = (menu, option) => {
  marked(menu)?.classList.remove("at");
  const focus = holder(menu);
  if (!option) return focus.removeAttribute("aria-activedescendant");
  option.id ||= `${menu.id}-${options(menu).indexOf(option)}-${Math.random().toString(36).slice(2, 7)}`;
  option.classList.add("at");
  focus.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

const place = (menu, button) => {
  const box = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const rtl = document.documentElement.dir === "rtl";
  const start = rtl ? box.right - size.width : box.left;
  const left = Math.max(EDGE, Math.min(start, innerWidth - size.width - EDGE));
  const below = box.bottom + 4 + size.height <= innerHeight - EDGE;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(EDGE, box.top - 4 - size.height)}px`;
};

export const close = (menu, refocus = true) => {
  if (!menu?.matches(":popover-open")) return;
  menu.hidePopover();
  const button = openers.get(menu);
  button?.setAttribute("aria-expanded", "false");
  if (refocus) button?.focus();
};

export const open = (menu, button) => {
  for (const other of document.querySelectorAll(".hd-menu:popover-open")) close(other, false);
  openers.set(menu, button);
  menu.showPopover();
  place(menu, button);
  button.setAttribute("aria-expanded", "true");
  const field = menu.querySelector('[role="combobox"]');
  if (field) {
    field.value = "";
    narrow(menu, "");
  }
  holder(menu).focus();
  mark(menu, menu.querySelector('.hd-opt[aria-selected="true"]') ?? options(menu)[0]);
};

const narrow = (menu, text) => {
  if (menu.querySelector("[hx-get]")) return; // the server answers
  const wanted = text.trim().toLocaleLowerCase();
  for (const option of menu.querySelectorAll('[role="option"]')) {
    option.hidden = wanted !== "" && !option.textContent.toLocaleLowerCase().includes(wanted);
  }
  mark(menu, options(menu)[0]);
};

const pick = (menu, option) => {
  if (!option || option.getAttribute("aria-disabled") === "true") return;
  const button = openers.get(menu);
  close(menu);
  const inner = option.matches("a, button") ? option : option.querySelector("a, button");
  if (inner) return inner.click();
  const detail = { value: option.dataset.value ?? "", label: option.dataset.label ?? (option.querySelector("span:not(.hd-ava, .end)") ?? option).textContent.trim() };
  const event = new CustomEvent("hd:pick", { bubbles: true, cancelable: true, detail });
  if (!button.dispatchEvent(event) || !menu.dataset.name) return;
  const form = button.form ?? button.closest("form");
  form.elements.namedItem(menu.dataset.name).value = detail.value;
  form.requestSubmit();
};

each("[data-menu]", (button) => {
  const menu = document.querySelector(button.dataset.menu);
  button.setAttribute("aria-haspopup", menu?.querySelector('[role="combobox"]') ? "dialog" : "listbox");
  button.setAttribute("aria-expanded", "false");
});
on("click", "[data-menu]", (event, button) => {
  event.preventDefault();
  const menu = document.querySelector(button.dataset.menu);
  if (menu.matches(":popover-open")) close(menu);
  else open(menu, button);
});
on("click", '.hd-float [role="option"]', (event, option) => {
  if (!event.target.closest("a, button")) pick(option.closest(".hd-menu"), option);
});
on("input", '.hd-float [role="combobox"]', (event, field) => narrow(field.closest(".hd-menu"), field.value));
document.addEventListener("htmx:afterSwap", (event) => {
  const menu = event.target.closest?.(".hd-float:popover-open");
  if (menu) mark(menu, options(menu)[0]);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".hd-float:popover-open");
  if (!menu) return;
  const all = options(menu);
  const at = all.indexOf(marked(menu));
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (event.key in steps && !(event.target.matches("input") && ["Home", "End"].includes(event.key))) {
    mark(menu, all[(steps[event.key] + all.length) % all.length]);
  } else if (event.key === "Enter") pick(menu, marked(menu));
  else if (event.key === "Escape") close(menu);
  else if (event.key === "Tab") return close(menu);
  else if (event.key === " " && !event.target.matches("input")) pick(menu, marked(menu));
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll(".hd-float:popover-open")) {
    if (!menu.contains(event.target) && !openers.get(menu)?.contains(event.target)) close(menu, false);
  }
});
for (const type of ["resize", "scroll"]) {
  addEventListener(type, (event) => {
    for (const menu of document.querySelectorAll(".hd-float:popover-open")) {
      if (event.target === window || !menu.contains(event.target)) place(menu, openers.get(menu));
    }
  }, { capture: true, passive: true });
}
