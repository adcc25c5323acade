/* Small helps in forms: one click only, show a password, copy, filter a list, submit on change, first error. */
import { each, on } from "./page.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (!button || form.method !== "post" || button.matches("[data-download]")) return; // a download leaves the page as it is
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  button.setAttribute("aria-busy", "true");
  const free = () => button.removeAttribute("aria-busy");
  form.addEventListener("htmx:afterRequest", free, { once: true });
  window.addEventListener("pageshow", free, { once: true });
  setTimeout(() => event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [data-compose]") && free());
}, true);

each("[data-reveal]", (button) => {
  button.hidden = false;
});
on("click", "[data-reveal]", (event, button) => {
  const input = document.getElementById(button.dataset.reveal);
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
});

each("[data-copy]", (button) => {
  button.hidden = !navigator.clipboard;
});
on("click", "[data-copy]", async (event, button) => {
  const text = button.dataset.copy || button.parentElement.querySelector("code")?.textContent || "";
  await navigator.clipboard.writeText(text.trim());
  const use = button.querySelector("use");
  const before = use?.getAttribute("href");
  use?.setAttribute("href", before.replace(/#.*/, "#i-check"));
  setTimeout(() => use?.setAttribute("href", before), 1500);
});

on("input", "[data-filter]", (event, input) => {
  const wanted = input.value.trim().toLocaleLowerCase();
  const scope = document.querySelector(input.dataset.filter);
  for (const link of scope.querySelectorAll("a")) {
    link.hidden = wanted !== "" && !link.textContent.toLocaleLowerCase().includes(wanted);
  }
  for (const fold of scope.querySelectorAll("details")) {
    const hits = fold.querySelectorAll("a:not([hidden])").length;
    const named = fold.querySelector("summary").textContent.toLocaleLowerCase().includes(wanted);
    if (wanted && named && !hits) for (const link of fold.querySelectorAll("a")) link.hidden = false;
    fold.hidden = wanted !== "" && !hits && !named;
    if (wanted) fold.open = true;
  }
});

on("change", "[data-autosubmit]", (event, field) => field.form?.requestSubmit());

each(".hd-tabrow [aria-current], .hd-seg [aria-current]", (tab) => tab.scrollIntoView({ block: "nearest", inline: "nearest" }));
each("form [autofocus]", (field) => field.focus());
