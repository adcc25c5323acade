/* Custom fields of a ticket: the form comes when a property is clicked, with the focus on that field. */
import { on } from "../page.js";
import { open } from "../dialog.js";

const dialog = () => document.getElementById("fields-dialog");

on("click", "[data-fields]", async (event, button) => {
  const body = document.getElementById("fields-body");
  await window.htmx.ajax("GET", body.dataset.url, { target: "#fields-body", swap: "innerHTML" });
  open(dialog());
  body.querySelector(`[name="${button.dataset.fields}"]`)?.focus();
});
document.addEventListener("hd:fields-saved", () => dialog()?.close());
