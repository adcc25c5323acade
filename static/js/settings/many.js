/* details[data-many]: a list of boxes that closes like a menu, and shows what is chosen as tags. */
import { each, on } from "../page.js";

const shut = (box, refocus) => {
  if (!box.open) return;
  box.open = false;
  if (refocus) box.querySelector("summary").focus();
};

each("details[data-many]", (box) => {
  const tags = box.querySelector("[data-tags]");
  box.addEventListener("change", () => {
    tags.replaceChildren(...[...box.querySelectorAll("input:checked")].map((input) => {
      const tag = document.createElement("span");
      tag.className = "hd-tag";
      tag.dir = "auto";
      tag.textContent = input.closest("label").querySelector(".form-check-label").textContent;
      return tag;
    }));
  });
  box.addEventListener("toggle", () => box.open && box.querySelector("input")?.focus());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.preventDefault();
    event.stopPropagation();
    shut(box, true);
  });
});
on("input", "[data-many-filter]", (event, field) => {
  const wanted = field.value.trim().toLocaleLowerCase();
  for (const row of field.closest("[data-many]").querySelectorAll("li")) {
    row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});
document.addEventListener("pointerdown", (event) => {
  for (const box of document.querySelectorAll("details[data-many][open]")) {
    if (!box.contains(event.target)) shut(box, false);
  }
});
document.addEventListener("focusin", (event) => {
  // a click on a word gives the focus to the part of the page that scrolls around it
  for (const box of document.querySelectorAll("details[data-many][open]")) {
    if (!box.contains(event.target) && !event.target.contains(box)) shut(box, false);
  }
});
