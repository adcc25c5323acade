/* Runs `fit` for each element that matches, once: those on the page now and those that come by a swap. */
const done = new WeakMap();

const visit = (root, selector, fit) => {
  const found = root.matches?.(selector) ? [root] : [];
  for (const element of [...found, ...root.querySelectorAll(selector)]) {
    const seen = done.get(element) ?? new Set();
    if (seen.has(fit)) continue;
    done.set(element, seen.add(fit));
    fit(element);
  }
};

export const each = (selector, fit) => {
  visit(document, selector, fit);
  document.addEventListener("htmx:load", (event) => visit(event.detail.elt, selector, fit));
  document.addEventListener("hd:added", (event) => visit(event.target, selector, fit));
};

export const on = (type, selector, act) => {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector);
    if (element) act(event, element);
  });
};

export const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export const post = (url, body) =>
  fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf(), Accept: "application/json" }, credentials: "same-origin" });
