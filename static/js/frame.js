/* [data-frame]: the frame of a message is as high as what it shows; its remote pictures come after a click. */
import { each, on } from "./page.js";

const MAX = 4000;

const fit = (frame) => {
  const body = frame.contentDocument?.body;
  if (!body) return;
  const inner = frame.contentDocument.documentElement;
  const set = () => {
    frame.style.blockSize = `${Math.min(MAX, Math.max(24, body.scrollHeight + 6 + (inner.scrollWidth > inner.clientWidth ? 16 : 0)))}px`;
  };
  set();
  new ResizeObserver(set).observe(body);
};

each("[data-frame] iframe", (frame) => {
  frame.addEventListener("load", () => fit(frame));
  if (frame.contentDocument?.readyState === "complete") fit(frame);
});
on("toggle", ".hd-quote", (event, fold) => fold.querySelectorAll("iframe").forEach(fit));
on("click", "[data-frame-images]", (event, link) => {
  event.preventDefault();
  link.closest("[data-frame]").querySelector("iframe").src = link.href;
  link.closest(".hd-remote").remove();
});
