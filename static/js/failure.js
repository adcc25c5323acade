/* A request that failed says so in the place where it happened; what was written stays. */
const say = (event) => {
  const target = event.detail.elt;
  if (target.matches("[data-quiet]")) return; // a part that may stay away
  const place = target.closest("form, [data-part], dialog .in") ?? document.querySelector(".hd-page, .hd-thread, .hd-main .hd-scroll, main");
  if (!place || place.querySelector(":scope > .hd-alert[data-failure]")) return;
  const note = document.getElementById("failure-template").content.cloneNode(true);
  note.firstElementChild.dataset.failure = "";
  note.querySelector("a").href = location.href;
  place.prepend(note);
};
document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.closest("form, [data-part]")?.querySelector(":scope > .hd-alert[data-failure]")?.remove();
});
