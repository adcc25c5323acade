/* form[data-portal-files]: files go up as soon as they are chosen or dropped; the form carries their tokens as `upload`.
   They survive a reload with the text; what was still on its way is named, so that it is chosen again. */
import { each, post } from "../page.js";

const HOURS = 40; // the server keeps an unsent file a little longer
const PREFIX = "files:";
const UNITS = ["B", "kB", "MB", "GB"];
const size = (bytes) => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: step > 1 && value < 10 ? 1 : 0 }).format(value)} ${UNITS[step]}`;
};
const store = {
  get(name) {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + name));
      return kept && Date.now() - kept.at < HOURS * 3600e3 ? kept.files : [];
    } catch {
      return [];
    }
  },
  set(name, files) {
    try {
      if (files.length) localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), files }));
      else localStorage.removeItem(PREFIX + name);
    } catch { /* storage is full or off: the form works without */ }
  },
};

const chip = (file) => {
  const element = document.getElementById("file-template").content.cloneNode(true).firstElementChild;
  element.querySelector("i").textContent = (file.name.includes(".") ? file.name.split(".").pop() : "?").slice(0, 4).toUpperCase();
  element.querySelector("bdi").textContent = file.name;
  element.querySelector("[data-size]").textContent = size(file.size);
  Object.assign(element.dataset, { name: file.name, bytes: String(file.size) });
  const remove = element.querySelector("[data-remove]");
  remove.setAttribute("aria-label", `${remove.getAttribute("aria-label")}: ${file.name}`);
  return element;
};
const carry = (element, id) => element.append(Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: id }));

each("[data-keep-done]", (element) => store.set(element.dataset.keepDone, []));

each("form[data-portal-files]", (form) => {
  const drop = form.querySelector("[data-drop]");
  const list = drop.querySelector("[data-files]");
  const input = drop.querySelector("[data-drop-input]");
  const lost = drop.querySelector("[data-lost]");
  const name = form.dataset.keep;
  const running = new Set();

  const remember = () => store.set(name, [...list.children].filter((one) => one.dataset.name && !one.dataset.refused).map((one) => (
    { name: one.dataset.name, size: Number(one.dataset.bytes), id: one.querySelector("input")?.value ?? "" })));
  const miss = (words) => {
    const names = lost.querySelector("[data-lost-names]");
    names.textContent = [names.textContent, words].filter(Boolean).join(", ");
    lost.hidden = false;
  };
  const add = async (file) => {
    const element = chip(file);
    element.setAttribute("aria-busy", "true");
    list.append(element);
    remember();
    const body = new FormData();
    body.append("file", file);
    const work = post(form.dataset.uploadUrl, body);
    running.add(work);
    try {
      const answer = await work;
      const given = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(given.error ?? "");
      carry(element, given.id);
    } catch (error) {
      element.dataset.state = "failed";
      if (!(error instanceof TypeError)) element.dataset.refused = "yes"; // else the way was cut: named after a reload
      miss(error instanceof TypeError || !error.message ? file.name : error.message);
    } finally {
      running.delete(work);
      element.removeAttribute("aria-busy");
      remember();
    }
  };

  if (!list.children.length && !form.querySelector('[aria-invalid="true"]')) {
    for (const file of store.get(name)) {
      if (!file.id) {
        miss(file.name);
        continue;
      }
      const element = chip(file);
      carry(element, file.id);
      list.append(element);
    }
  }
  drop.querySelector("[data-drop-words]").hidden = false;
  drop.querySelector("[data-drop-plain]").hidden = true;
  input.classList.add("visually-hidden");
  input.addEventListener("change", () => {
    for (const file of input.files) add(file);
    input.value = "";
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    button.closest(".hd-file").remove();
    remember();
    input.focus();
  });
  const over = (event, on) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    over(event, false);
    for (const file of event.dataTransfer?.files ?? []) add(file);
  });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) event.preventDefault();
    files.forEach(add);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-forget]") || !form.contains(event.target)) return;
    list.replaceChildren();
    lost.hidden = true;
    remember();
  });
  form.addEventListener("submit", async (event) => {
    if (!running.size) return;
    event.preventDefault(); // the files are still on their way: send when they are there
    await Promise.allSettled([...running]);
    setTimeout(() => form.requestSubmit(event.submitter ?? undefined));
  });
});
