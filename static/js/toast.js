/* Says what is done. With data-seconds the ring counts down to the moment after which Undo is gone. */
import { each, on } from "./page.js";

const SECONDS_PLAIN = 6;

const remove = (toast) => {
  const focused = toast.contains(document.activeElement);
  toast.remove();
  if (focused) document.getElementById("main")?.focus();
};

each("[data-toast]", (toast) => {
  const ring = toast.querySelector("[data-ring]");
  const seconds = Number(toast.dataset.seconds) || SECONDS_PLAIN;
  const end = Date.now() + seconds * 1000;
  let shown = null;
  const tick = () => {
    const left = (end - Date.now()) / 1000;
    if (!toast.isConnected) return clearInterval(timer);
    // a toast that can only be read stays while it is looked at
    if (left <= 0 && !ring && toast.matches(":hover, :focus-within")) return;
    if (left <= 0) {
      clearInterval(timer);
      return remove(toast);
    }
    if (!ring || shown === Math.ceil(left)) return;
    shown = Math.ceil(left);
    ring.textContent = String(shown);
    ring.style.setProperty("--left", String((left / seconds) * 100));
  };
  const timer = setInterval(tick, 200);
  tick();
});

on("click", "[data-toast] [data-dismiss]", (event, button) => remove(button.closest("[data-toast]")));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-toast-form]");
  if (form && event.detail.successful) remove(form.closest("[data-toast]"));
});

export const toast = (text) => {
  const piece = document.getElementById("toast-template").content.cloneNode(true);
  piece.querySelector(".text").textContent = text;
  const element = piece.firstElementChild;
  document.getElementById("toasts")?.append(element);
  element.dispatchEvent(new CustomEvent("hd:added", { bubbles: true }));
};
document.addEventListener("hd:toast", (event) => toast(event.detail.text ?? event.detail.value ?? ""));
