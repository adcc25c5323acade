/* A new ticket: a customer found by name, the agents of the chosen group. What is typed stays. */
import { on } from "../page.js";

const fields = () => document.querySelector(".hd-new-fields");

const custom = () => {
  const values = {};
  for (const field of document.querySelectorAll("#new-custom [name]")) {
    if (["checkbox", "radio"].includes(field.type) && !field.checked) continue;
    (values[field.name] ??= []).push(field.value);
  }
  return values;
};

document.addEventListener("hd:pick", (event) => {
  if (event.target.dataset.menu !== "#customer-menu") return;
  const values = { customer: event.detail.value };
  for (const name of ["subject", "tags", "group", "agent", "priority", "way"]) {
    const field = fields().querySelector(`[name="${name}"]${name === "way" ? ":checked" : ""}`);
    if (field?.value) values[name] = field.value;
  }
  Object.assign(values, custom());
  const key = fields().parentElement.querySelector('[name="key"]').value;
  window.htmx.ajax("GET", location.pathname, { target: ".hd-new-fields", select: ".hd-new-fields", swap: "outerHTML", values: { ...values, key } });
});
on("change", "[data-group]", async (event, select) => {
  const agents = document.querySelector("[data-agents-url]");
  const answer = await fetch(`${agents.dataset.agentsUrl}?as=options&group=${encodeURIComponent(select.value)}`);
  if (answer.ok) agents.innerHTML = await answer.text();
  // what that department asks for; what was filled in stays where it asks for the same
  await window.htmx.ajax("GET", location.pathname, { source: "#new-custom", target: "#new-custom", swap: "outerHTML", values: { group: select.value, ...custom() } });
});
