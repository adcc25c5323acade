/* The page of a ticket: what is new comes by itself, presence, reading on in the list it came from. */
import { each, on, post, csrf } from "../page.js";

const LOOK_EVERY = 25000;
const WRITING = 8000;
const NEAR = 120;

const mark = () => document.getElementById("t-mark");
const scroller = () => document.querySelector("[data-conversation]");
const atEnd = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight < NEAR;
const toEnd = () => scroller().scrollTo({ top: scroller().scrollHeight });

/* the newest message is what one came for */
const settle = () => {
  const target = location.hash && document.querySelector(location.hash);
  if (target) target.scrollIntoView({ block: "start" });
  else toEnd();
};
settle();
addEventListener("load", settle, { once: true });

/* news: asked for when the stream says so */
let timer = 0;
const news = () => {
  timer = 0;
  window.htmx.ajax("GET", mark().dataset.newsUrl, { source: "#t-mark", swap: "none" });
};
for (const name of ["message", "changed", "presence", "delivery"]) {
  document.addEventListener(`hd:${name}`, (event) => {
    if (name === "presence" && String(event.detail.agent) === mark().dataset.me) return;
    if (event.detail.channel === `ticket:${mark().dataset.ticket}`) timer ||= setTimeout(news, 250);
  });
}
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["HX-Seen"] = `${mark().dataset.seq}.${mark().dataset.line}`;
});
let stay = true;
document.addEventListener("htmx:beforeSwap", (event) => {
  stay = atEnd();
  const form = event.detail.requestConfig?.elt;
  if (form?.matches(".hd-tag-add") && event.detail.xhr.status < 300) form.reset(); // what was added stands beside it now
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target.id === "thread") {
    for (const piece of fragment.querySelectorAll("[id^='m'], [id^='e']")) {
      if (document.getElementById(piece.id)) piece.remove(); // came already by another answer
    }
    const fresh = fragment.querySelector(".hd-msg");
    if (!stay && fresh) document.querySelector("[data-jump]").hidden = false;
  } else if (target.matches("#t-head, #t-properties")) {
    const busy = target.querySelector(":popover-open") ?? target.querySelector("input:focus:not([type=hidden])");
    if (busy && busy.value !== "") event.detail.shouldSwap = false; // not under one's hands
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig?.elt.matches("[data-quiet]") && stay) toEnd(); // it took room from the conversation
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "thread" && stay) toEnd();
});
on("click", "[data-jump]", (event, button) => {
  button.hidden = true;
  toEnd();
});
scroller().addEventListener("scroll", () => {
  if (atEnd()) document.querySelector("[data-jump]").hidden = true;
}, { passive: true });

/* one form for all verbs: a button names its own, a choice of a menu sets the value */
document.addEventListener("hd:pick", (event) => {
  const menu = document.querySelector(event.target.dataset.menu || "#none");
  const form = document.getElementById("act");
  if (!menu?.dataset.verbMenu) return;
  form.dataset.verb = menu.dataset.verbMenu;
  form.elements.namedItem("value").value = event.detail.value;
  form.requestSubmit();
});
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (elt.id !== "act") return;
  const button = triggeringEvent?.submitter;
  event.detail.path = button ? button.getAttribute("formaction") : `${elt.dataset.act}${elt.dataset.verb}${location.search}`;
  if (button?.name) event.detail.parameters.set?.(button.name, button.value);
});

/* who is here, and up to where they have read */
let typed = 0;
let told = "0"; // opening the page said it
const look = (gone = false) => {
  if (!mark()) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", csrf());
  if (gone) {
    body.append("gone", "1");
    navigator.sendBeacon(mark().dataset.lookUrl, body);
    return;
  }
  if (document.hidden) return;
  const writing = Date.now() - typed < WRITING ? "1" : "0";
  told = writing;
  body.append("writing", writing);
  body.append("seq", mark().dataset.seq);
  post(mark().dataset.lookUrl, body).catch(() => {});
};
setInterval(look, LOOK_EVERY);
addEventListener("pagehide", () => look(true));
document.addEventListener("visibilitychange", () => document.hidden || look());
document.addEventListener("trix-change", () => {
  typed = Date.now();
  if (told === "0") look();
});

/* narrow screens: conversation or details */
on("click", "[data-tab-link]", (event, link) => {
  event.preventDefault();
  document.querySelector(".hd-app").dataset.tab = link.dataset.tabLink;
  for (const one of document.querySelectorAll("[data-tab-link]")) {
    if (one === link) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
});

/* next and previous in the order in which the list stood when it was left */
const order = () => {
  try {
    return JSON.parse(sessionStorage.getItem("order") ?? "[]");
  } catch {
    return [];
  }
};
const here = location.pathname;
const links = order();
const at = links.findIndex((link) => link.split("?")[0] === here);
if (at >= 0) {
  for (const [name, link] of [["previous", links[at - 1]], ["next", links[at + 1]]]) {
    const button = document.querySelector(`[data-${name}]`);
    if (button && link) button.href = link;
  }
}
each("[data-mini] [aria-current]", (one) => one.scrollIntoView({ block: "nearest" }));

/* the agents of the group a ticket goes to */
on("change", "#transfer-group", async (event, select) => {
  const answer = await fetch(`/agent/pick/agents?as=options&group=${encodeURIComponent(select.value)}`);
  if (answer.ok) document.getElementById("transfer-agent").innerHTML = await answer.text();
});
