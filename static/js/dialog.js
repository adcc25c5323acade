/* data-dialog="#id" opens, data-close closes, <dialog data-open> opens when it arrives. Focus goes back by itself. */
import { each, on } from "./page.js";

export const open = (dialog) => {
  if (!dialog || dialog.open) return;
  for (const other of document.querySelectorAll("dialog:modal")) other.close();
  dialog.showModal();
};

on("click", "[data-dialog]", (event, opener) => {
  event.preventDefault();
  open(document.querySelector(opener.dataset.dialog));
});
on("click", "dialog [data-close]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
on("click", "dialog.hd-dialog", (event, dialog) => {
  if (event.target !== dialog) return; // not on the backdrop
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});
each("dialog[data-open]", open);

/* data-confirm-word="name" on a field: the button of the dialog waits for the word */
each("[data-confirm-word]", (field) => {
  const button = field.form?.querySelector(".btn-danger");
  const check = () => {
    if (button) button.disabled = field.value.trim().toLowerCase() !== field.dataset.confirmWord.toLowerCase();
  };
  field.addEventListener("input", check);
  check();
});
