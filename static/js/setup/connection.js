/* The Database Connection Wizard: the usual port of the engine, and a page that follows the tables and the start. */
import { each } from "../page.js";

each("[data-ports]", (port) => {
  const usual = new Map(port.dataset.ports.split(",").map((pair) => pair.split(":")));
  const form = port.form;
  const put = () => {
    const engine = form.elements.engine.value;
    port.placeholder = usual.get(engine) ?? "";
    if ([...usual.values()].includes(port.value)) port.value = usual.get(engine) ?? port.value;
  };
  form.addEventListener("change", (event) => event.target.name === "engine" && put());
  put();
});

each("[data-after-change]", (button) => {
  button.form.addEventListener("input", () => { button.disabled = false; }, { once: true });
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function draw() {
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return "gone";
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const stage = fresh.querySelector("[data-stage]")?.dataset.stage;
  if (!stage) return "gone";
  if (stage !== document.querySelector("[data-stage]").dataset.stage) {
    document.getElementById("wizard").replaceChildren(...fresh.getElementById("wizard").childNodes);
    if (stage === "failed") document.getElementById("failed").focus();
    return stage;
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
  }
  return stage;
}

/* The wizard is gone and the desk comes up on the same port. A node that is not the active one never gets ready:
   when another has been active for a while, its sign-in is there all the same. */
async function follow(address) {
  for (let passive = 0; passive < 8; ) {
    await pause(700);
    try {
      const body = await (await fetch("/readyz", { cache: "no-store" })).json();
      if (body.ready) break;
      passive = !body.setup && body.active ? passive + 1 : 0;
    } catch {
      passive = 0;
    }
  }
  location.assign(address);
}

async function watch() {
  let stage = document.querySelector("[data-stage]").dataset.stage;
  while (stage === "running") {
    await pause(700);
    stage = await draw().catch(() => "gone");
  }
  const shown = document.querySelector("[data-stage]");
  if (stage === "gone") shown.replaceChildren(document.getElementById("start-template").content.cloneNode(true));
  if (stage === "gone" || stage === "done") await follow(shown.dataset.next);
}

if (document.querySelector("[data-stage]")) watch();
