/* Ctrl K: what can be done here, then places, then what search finds. It reads the page, so it knows every key. */
import { each } from "../page.js";

const LIMIT = 8;
const WAIT = 180;

const label = (element) =>
  (element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent || "").replace(/\s+/g, " ").trim();

const actions = () => {
  const seen = new Set();
  const found = [];
  for (const element of document.querySelectorAll("[data-key], .hd-nav a, .hd-rail a")) {
    if (element.closest("dialog, .hd-bulk") || element.matches("input")) continue;
    const text = element.matches(".hd-nav a") ? (element.querySelector(".cut") ?? element.childNodes[element.childNodes.length - 2])?.textContent?.trim() || label(element) : label(element);
    const keyed = element.closest("#key-map");
    if (!text || seen.has(text) || (keyed && !element.dataset.href) || !(keyed || element.checkVisibility())) continue;
    seen.add(text);
    found.push({ element, text, key: element.dataset.key ?? "", icon: element.querySelector("use")?.getAttribute("href") ?? "" });
  }
  return found;
};

const marked = (text, wanted) => {
  const at = wanted ? text.toLocaleLowerCase().indexOf(wanted) : -1;
  if (at < 0) return [text];
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + wanted.length);
  return [text.slice(0, at), mark, text.slice(at + wanted.length)];
};

const row = ({ element, text, key, icon }, wanted, done) => {
  const option = document.createElement("div");
  option.className = "hd-opt";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  if (icon) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    const use = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    use.setAttribute("href", icon);
    option.append(svg);
  }
  const words = document.createElement("span");
  words.append(...marked(text, wanted));
  option.append(words);
  if (key) {
    const end = document.createElement("span");
    end.className = "end";
    end.append(...key.split(" ").map((one) => Object.assign(document.createElement("kbd"), { textContent: one.length === 1 ? one.toUpperCase() : one })));
    option.append(end);
  }
  option.addEventListener("click", () => {
    done();
    if (element.dataset.href) location.assign(element.dataset.href);
    else setTimeout(() => element.click());
  });
  return option;
};

each("[data-palette]", (dialog) => {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector('[role="listbox"]');
  let known = [];
  let timer = 0;
  let round = 0;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const at = () => list.querySelector(".at");
  const mark = (option) => {
    at()?.setAttribute("aria-selected", "false");
    at()?.classList.remove("at");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.id ||= `palette-${Math.random().toString(36).slice(2, 8)}`;
    option.classList.add("at");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const find = async (text, mine) => {
    const answer = await fetch(`${dialog.dataset.url}?${new URLSearchParams({ q: text })}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || mine !== round) return;
    const piece = document.createElement("template");
    piece.innerHTML = await answer.text();
    list.append(piece.content);
    if (!at()) mark(options()[0]);
  };
  const fill = () => {
    const wanted = field.value.trim().toLocaleLowerCase();
    round += 1;
    const fits = known.filter((one) => one.text.toLocaleLowerCase().includes(wanted));
    list.replaceChildren(...fits.slice(0, LIMIT).map((one) => row(one, wanted, () => dialog.close())));
    mark(options()[0]);
    clearTimeout(timer);
    const mine = round;
    if (wanted.length > 1) timer = setTimeout(() => find(field.value.trim(), mine), WAIT);
  };

  new MutationObserver(() => {
    if (!dialog.open) return;
    field.value = "";
    known = actions();
    fill();
    field.focus();
  }).observe(dialog, { attributes: true, attributeFilter: ["open"] });
  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    const all = options();
    const here = all.indexOf(at());
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(all[(here + step + all.length) % all.length]);
    else if (event.key === "Enter" && at()) {
      if ((event.ctrlKey || event.metaKey) && at().href) window.open(at().href, "_blank", "noopener");
      else at().click();
    } else return;
    event.preventDefault();
  });
});
