/* form[data-asks]: what a department asks for comes when it is chosen; what was filled in stays. */
import { each } from "../page.js";

each("form[data-asks]", (form) => {
  const region = () => form.querySelector("#asks");
  const chosen = () => form.querySelector('[name="department"]:checked')?.value ?? region().querySelector('[name="shown"]').value;
  const wait = form.querySelector("[data-asking]");
  let running = 0;
  const ask = async () => {
    const mine = ++running;
    const slow = setTimeout(() => (wait.hidden = false), 300);
    region().setAttribute("aria-busy", "true");
    try {
      await window.htmx.ajax("POST", form.action, { source: form, values: { go: "fields" }, target: "#asks", select: "#asks", swap: "outerHTML" });
    } finally {
      clearTimeout(slow);
      if (mine === running) wait.hidden = true;
      region()?.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("change", (event) => event.target.name === "department" && ask());
  const start = () => chosen() !== region().querySelector('[name="shown"]').value && ask(); // restored text may name another
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
});
