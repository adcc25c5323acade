/* The editor of an e-mail template: variables are inserted at the cursor, the preview follows what is written. */
const form = document.getElementById("template-form");
const box = document.getElementById("preview-box");
const fields = [...form.querySelectorAll("[data-insert-into]")];
let last = form.elements.namedItem("html");
let waiting = 0;
let count = 0;

const hidden = (name, value) => {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
};

/* A new frame for each look: it leaves no entry in the history, and the old one stays until the new one is there. */
const show = () => {
  const old = box.querySelector("iframe:last-of-type");
  const frame = old.cloneNode();
  count += 1;
  frame.name = `preview-${count}`;
  frame.removeAttribute("src");
  frame.classList.add("coming");
  box.append(frame);
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = form.dataset.preview;
  sent.target = frame.name;
  sent.hidden = true;
  for (const name of ["csrfmiddlewaretoken", "subject", "html", "text"]) {
    sent.append(hidden(name, form.elements.namedItem(name).value));
  }
  document.body.append(sent);
  frame.addEventListener("load", () => {
    frame.classList.remove("coming");
    for (const other of [...box.querySelectorAll("iframe")]) if (other !== frame && !other.matches(".coming")) other.remove();
  });
  sent.submit();
  sent.remove();
};

for (const field of fields) {
  field.addEventListener("focus", () => { last = field; });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  last.focus();
  last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
});
if (fields.some((field) => field.matches(".is-invalid"))) show();
