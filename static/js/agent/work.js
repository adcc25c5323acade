/* Follow-up and time log: what is picked goes into the field, what is done closes. */
import { on } from "../page.js";

document.addEventListener("hd:follow-up", () => document.querySelector("[data-follow]")?.click());
on("click", "[data-do-now]", (event, option) => {
  const name = option.dataset.doNow;
  setTimeout(() => document.dispatchEvent(new CustomEvent(name)));
});

on("click", "[data-when]", (event, choice) => {
  const field = document.getElementById("follow-when");
  field.value = choice.dataset.when;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

/* what stands in the field is replaced by what one types */
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "follow") document.getElementById("follow-when")?.select();
});

document.addEventListener("hd:done", () => {
  const picker = document.getElementById("follow");
  if (picker?.matches(":popover-open")) picker.hidePopover();
  document.getElementById("time-dialog")?.close();
});
