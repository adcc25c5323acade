/* The dry run: the form is posted in steps until all facts are read; each answer is the panel as far as it is known. */
import { post } from "../page.js";

const panel = document.querySelector("[data-dry-run]");
const form = document.querySelector("form[data-rule]");
let run = 0;

const picture = () => JSON.stringify([...new FormData(form)].filter(([name]) => !/(^csrfmiddlewaretoken|-open)$/.test(name)));
let tried = "";

const show = (html) => {
  const focused = document.activeElement?.id;
  const folds = new Set([...panel.querySelectorAll("details[open]")].map((fold) => fold.id));
  panel.innerHTML = html;
  for (const id of folds) panel.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
  panel.dispatchEvent(new CustomEvent("hd:added", { bubbles: true }));
};
const fail = () => {
  panel.querySelector("[data-dry-failed]")?.removeAttribute("hidden");
  panel.querySelector("[data-dry-progress]")?.setAttribute("hidden", "");
};

const step = async (mine) => {
  const data = new FormData(form);
  const state = panel.querySelector("[data-dry-state]");
  if (state) data.set("dry_state", state.value);
  const answer = await post(form.dataset.dry, data);
  if (run !== mine) return;
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  show(await answer.text());
  if (panel.querySelector("[data-dry-state]")) await step(mine);
};

const start = async () => {
  run += 1;
  const mine = run;
  tried = picture();
  panel.querySelector("[data-dry-state]")?.remove();
  panel.setAttribute("aria-busy", "true");
  try {
    await step(mine);
  } catch {
    if (run === mine) fail();
  } finally {
    if (run === mine) panel.removeAttribute("aria-busy");
  }
};

panel?.addEventListener("click", (event) => {
  if (event.target.closest("[data-dry-start]")) {
    event.preventDefault();
    start();
  } else if (event.target.closest("[data-dry-cancel]")) {
    event.preventDefault();
    run += 1;
    panel.removeAttribute("aria-busy");
    panel.querySelector("[data-dry-state]")?.remove();
    panel.querySelector("[data-dry-progress]")?.setAttribute("hidden", "");
    panel.querySelector("[data-dry-stopped]")?.removeAttribute("hidden");
  }
});

const stale = () => {
  const note = panel?.querySelector("[data-dry-stale]");
  if (note) note.hidden = !tried || picture() === tried;
};
form?.addEventListener("input", stale);
form?.addEventListener("change", stale);
document.addEventListener("htmx:afterSwap", stale);
document.addEventListener("hd:sorted", stale);
