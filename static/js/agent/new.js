/* A new ticket: a customer found by name, the agents of the chosen group. What is typed stays. */
import { on } from "../page.js";

const fields = () => document.querySelector(".hd-new-fields");

document.addEventListener("hd:pick", (event) => {
  if (event.target.dataset.menu !== "#customer-menu") return;
  const values = { customer: event.detail.value };
  for (const name of ["subject", "tags", "group", "agent", "priority", "way"]) {
    const field = fields().querySelector(`[name="${name}"]${name === "way" ? ":checked" : ""}`);
    if (field?.value) values[name] = field.value;
  }
  const key = fields().parentElement.querySelector('[name="key"]').value;
  window.htmx.ajax("GET", location.pathname, { target: ".hd-new-fields", select: ".hd-new-fields", swap: "outerHTML", values: { ...values, key } });
});
on("change", "[data-group]", async (event, select) => {
  const agents = document.querySelector("[data-agents-url]");
  const answer = await fetch(`${agents.dataset.agentsUrl}?as=options&group=${encodeURIComponent(select.value)}`);
  if (answer.ok) agents.innerHTML = await answer.text();
});
