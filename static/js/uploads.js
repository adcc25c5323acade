/* Files go up as soon as they are chosen, dropped or pasted; the form then carries their ids as `upload`. */
import { post } from "./page.js";

const UNITS = ["B", "kB", "MB", "GB"];
const size = (bytes) => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: step > 1 && value < 10 ? 1 : 0 }).format(value)} ${UNITS[step]}`;
};

const chip = (file) => {
  const element = document.getElementById("file-template").content.cloneNode(true).firstElementChild;
  element.querySelector("i").textContent = (file.name.includes(".") ? file.name.split(".").pop() : "?").slice(0, 4).toUpperCase();
  element.querySelector("bdi").textContent = file.name;
  element.querySelector("[data-size]").textContent = size(file.size);
  return element;
};

export const uploads = (form, editor) => {
  const url = form.dataset.uploadUrl;
  const list = form.querySelector("[data-files]");
  const picker = form.querySelector("[data-pick-files]");
  const running = new Set();

  const add = async (file) => {
    const element = chip(file);
    element.setAttribute("aria-busy", "true");
    list.append(element);
    const body = new FormData();
    body.append("file", file);
    const work = post(url, body);
    running.add(work);
    try {
      const answer = await work;
      const given = await answer.json();
      if (!answer.ok) throw new Error(given.error ?? "");
      const input = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: String(given.id) });
      element.append(input);
    } catch (error) {
      element.dataset.state = "failed";
      if (error.message) element.title = error.message;
    } finally {
      running.delete(work);
      element.removeAttribute("aria-busy");
      form.dispatchEvent(new CustomEvent("hd:files"));
    }
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    button.closest(".hd-file").remove();
    form.dispatchEvent(new CustomEvent("hd:files"));
    editor.focus();
  });
  editor.addEventListener("trix-file-accept", (event) => {
    event.preventDefault();
    if (url) add(event.file);
  });
  if (url) {
    picker.addEventListener("change", () => {
      for (const file of picker.files) add(file);
      picker.value = "";
    });
    const over = (event, on) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.closest(".hd-editor").classList.toggle("over", on);
    };
    form.addEventListener("dragover", (event) => over(event, true));
    form.addEventListener("dragleave", (event) => over(event, false));
    form.addEventListener("drop", (event) => {
      over(event, false);
      if (event.target.closest("trix-editor")) return; // the editor hands it over itself
      for (const file of event.dataTransfer?.files ?? []) add(file);
    });
  }
  return { busy: () => running.size > 0, done: () => Promise.allSettled([...running]) };
};
