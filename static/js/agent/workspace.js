/* Every page of the workspace: menus that send a form, toasts that came with the page, the bell, live counts. */
import { open as openMenu } from "../menu.js";
import { each, on } from "../page.js";
import { bindAccount } from "./account.js";
import "./palette.js";

/* choices of a menu come for the list that the address shows */
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.hasAttribute("data-with-query") || !location.search) return;
  event.detail.path += (event.detail.path.includes("?") ? "&" : "?") + location.search.slice(1);
});
on("click", "[data-open-menu]", (event, option) => {
  const opener = document.querySelector(`[data-menu="#${option.closest(".hd-float")?.id}"]`);
  const menu = document.querySelector(option.dataset.openMenu);
  setTimeout(() => openMenu(menu, opener));
});

/* a menu whose choices have just come is placed anew */
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.closest?.(".hd-float:popover-open")) dispatchEvent(new Event("resize"));
});

each("[data-toasts-waiting]", (box) => document.getElementById("toasts")?.append(...box.children));

/* small explanations beside their button */
const beside = (panel, button) => {
  panel.showPopover();
  const at = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  panel.style.left = `${Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8))}px`;
  panel.style.top = `${at.bottom + 4 + size.height > innerHeight ? Math.max(8, at.top - size.height - 4) : at.bottom + 4}px`;
};
on("click", "[data-pop]", (event, button) => {
  const panel = document.querySelector(button.dataset.pop);
  if (!panel.matches(":popover-open")) beside(panel, button);
});

bindAccount(beside);

/* the bell: its page without scripts, a panel beside the rail with them */
const bell = () => document.querySelector('.hd-rail a[data-bell], .hd-rail a[href$="/agent/notifications"]');
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.('a[href$="/agent/notifications"]');
  const panel = document.getElementById("bell");
  if (!link || !panel || event.ctrlKey || event.metaKey || link.closest(".hd-tabbar")) return;
  event.preventDefault();
  if (panel.matches(":popover-open")) return panel.hidePopover();
  await window.htmx.ajax("GET", link.href, { target: "#bell", swap: "innerHTML" });
  beside(panel, link);
  const rail = link.closest(".hd-rail")?.getBoundingClientRect();
  if (rail) panel.style.left = document.dir === "rtl" ? `${rail.left - panel.offsetWidth - 8}px` : `${rail.right + 8}px`;
  panel.querySelector("button.hd-note-row, .hd-switch button")?.focus();
});
document.addEventListener("hd:notification", () => {
  const link = bell();
  if (!link) return;
  const badge = link.querySelector("b") ?? link.appendChild(document.createElement("b"));
  const count = Number(badge.textContent) || 0;
  badge.textContent = count >= 99 ? "99" : String(count + 1);
});

/* counts of the navigation */
let timer = 0;
const count = async () => {
  timer = 0;
  const nav = document.querySelector("[data-counts-url]");
  if (!nav || document.hidden) return;
  const answer = await fetch(nav.dataset.countsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const counts = await answer.json();
  for (const place of nav.querySelectorAll("[data-count]")) {
    const now = String(counts[place.dataset.count] ?? 0);
    if (place.dataset.count && place.textContent !== now) place.textContent = now;
  }
};
document.addEventListener("hd:list", () => {
  timer ||= setTimeout(count, 1200);
});
