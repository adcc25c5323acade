/* <form data-keep="name">: unsent text survives a reload; an element with data-keep-done="name" clears it. */
import { each } from "./page.js";

const DAYS = 7;
const PREFIX = "keep:";
const fields = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.name !== "csrfmiddlewaretoken");
const store = {
  get(name) {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + name));
      return kept && Date.now() - kept.at < DAYS * 86400e3 ? kept.values : null;
    } catch {
      return null;
    }
  },
  set(name, values) {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values }));
    } catch { /* storage is full or off: the form works without */ }
  },
  drop(name) {
    try {
      localStorage.removeItem(PREFIX + name);
    } catch { /* nothing was kept */ }
  },
};

const key = (field) => (field.type === "checkbox" && field.value !== "on" ? `${field.name}=${field.value}` : field.name); // several boxes share a name

const read = (form) => {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "radio" && !field.checked) continue;
    values[key(field)] = field.type === "checkbox" ? field.checked : field.value;
  }
  return values;
};

const write = (form, values, within = form) => {
  for (const field of fields(form)) {
    if (!(key(field) in values) || !within.contains(field)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else if (field.type === "checkbox") field.checked = values[key(field)];
    else field.value = values[field.name];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

each("[data-keep-done]", (element) => store.drop(element.dataset.keepDone));

each("form[data-keep]", (form) => {
  const name = form.dataset.keep;
  const fresh = read(form);
  const kept = store.get(name);
  const refused = form.querySelector('[aria-invalid="true"], [role="alert"]'); // the server already gave the text back
  if (kept && !refused && JSON.stringify(kept) !== JSON.stringify(fresh)) {
    write(form, kept);
    // fields that come only now, because of what was put back
    const late = (event) => write(form, kept, event.detail.elt);
    form.addEventListener("htmx:load", late, { once: true });
    const note = document.getElementById("kept-template").content.cloneNode(true);
    note.querySelector("[data-forget]").addEventListener("click", (event) => {
      event.preventDefault();
      store.drop(name);
      form.removeEventListener("htmx:load", late);
      write(form, fresh);
      event.target.closest(".hd-alert").remove();
    });
    form.prepend(note);
  }
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => store.set(name, read(form)), 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  addEventListener("pagehide", () => timer && store.set(name, read(form)));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.target === form) {
      clearTimeout(timer);
      timer = 0;
      store.drop(name);
    }
  });
});
