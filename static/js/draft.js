/* A draft is saved to data-draft-url on a pause; while that fails it is kept in this browser. */
import { post } from "./page.js";

const PAUSE = 1200;

// Trix draws what was typed with the next frame; only then the form has it, and a style set meanwhile would be lost.
// This draws now, unless letters are still being composed. Drawing without need would undo what Trix has not heard of.
export const settle = (editor) => {
  const input = editor.editorController?.inputController;
  if (input?.scheduledRender) input.render();
};

export const draft = (form, editor) => {
  const url = form.dataset.draftUrl;
  if (!url) return;
  const note = form.querySelector("[data-saved-note]");
  const key = `draft:${url}`;
  let timer = 0;
  let sent = false;

  const keep = () => {
    try {
      localStorage.setItem(key, editor.value);
      note.textContent = form.dataset.unsaved;
    } catch { /* storage is full or off */ }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch { /* nothing was kept */ }
  };
  const save = async () => {
    timer = 0;
    const body = new FormData(form);
    body.delete("files");
    try {
      const answer = await post(url, body);
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved } = answer.status === 204 ? {} : await answer.json();
      const time = saved ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      note.textContent = form.dataset.saved.replace("{time}", time);
      forget();
    } catch {
      keep();
      if (!sent) timer = setTimeout(save, 10 * PAUSE);
    }
  };
  const later = () => {
    clearTimeout(timer);
    if (!sent) timer = setTimeout(save, PAUSE);
  };

  editor.addEventListener("trix-initialize", () => {
    let kept = null;
    try {
      kept = localStorage.getItem(key);
    } catch { /* storage is off */ }
    if (kept) editor.editor.loadHTML(kept);
  }, { once: true });
  editor.addEventListener("trix-change", later);
  form.addEventListener("change", later);
  form.addEventListener("hd:files", later);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sent = true;
    clearTimeout(timer);
    forget();
  });
  form.addEventListener("htmx:afterRequest", () => {
    sent = false;
  });
  addEventListener("pagehide", () => {
    settle(editor);
    if (timer && !sent) {
      const body = new FormData(form);
      body.delete("files");
      navigator.sendBeacon(url, body); // carries the form's own CSRF field
    }
  });
};
