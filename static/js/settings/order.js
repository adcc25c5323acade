/* Lists in an order of one's own: [data-order] holds [data-order-item]s, each with a [data-handle].
   Drag by the handle, or by keyboard: Space lifts, arrows move, Space puts down, Esc puts back.
   Each step is said in the element that data-status names, in the words of data-lifted, -moved, -put and -back. */
const items = (list) => [...list.children].filter((one) => one.matches("[data-order-item]"));
const nameOf = (item) => item.dataset.name || item.querySelector("input")?.value || "";
let lifted = null;
let moving = false; // a row that moves in the page loses the focus for a moment

const say = (list, item, what) => {
  const all = items(list);
  const words = list.dataset[what].replace("{name}", nameOf(item)).replace("{n}", all.indexOf(item) + 1).replace("{all}", all.length);
  document.querySelector(list.dataset.status).textContent = words;
};

const changed = (list) => list.dispatchEvent(new CustomEvent("hd:order", { bubbles: true }));

const putDown = (what = "put") => {
  if (!lifted) return;
  const { list, item, before } = lifted;
  lifted = null;
  item.classList.remove("hd-lift");
  say(list, item, what);
  if (items(list).indexOf(item) !== before) changed(list);
};

const lift = (list, item) => {
  lifted = { list, item, before: items(list).indexOf(item) };
  item.classList.add("hd-lift");
  say(list, item, "lifted");
};

const place = (list, item, index) => {
  const others = items(list).filter((one) => one !== item);
  const next = others[index];
  if (next) next.before(item);
  else others.at(-1)?.after(item);
};

const onKey = (event, list, item, handle) => {
  const mine = lifted?.item === item;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (mine) putDown();
    else lift(list, item);
  } else if (mine && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    moving = true;
    place(list, item, lifted.before);
    handle.focus();
    moving = false;
    putDown("back");
  } else if (mine && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const now = items(list).indexOf(item);
    const wanted = Math.max(0, Math.min(items(list).length - 1, now + (event.key === "ArrowUp" ? -1 : 1)));
    moving = true;
    place(list, item, wanted);
    handle.focus();
    moving = false;
    item.scrollIntoView({ block: "nearest" });
    say(list, item, "moved");
  }
};

const drag = (event, list, item, handle) => {
  if (event.button !== 0) return;
  event.preventDefault();
  handle.focus();
  putDown();
  lift(list, item);
  const move = (at) => {
    const over = items(list).find((one) => {
      const box = one.getBoundingClientRect();
      return one !== item && at.clientY >= box.top && at.clientY <= box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    moving = true;
    if (at.clientY < box.top + box.height / 2) over.before(item);
    else over.after(item);
    moving = false;
  };
  const end = () => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    handle.focus();
    putDown();
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
};

export const orderable = (list) => {
  const of = (event) => {
    const handle = event.target.closest("[data-handle]");
    return handle && list.contains(handle) ? [list, handle.closest("[data-order-item]"), handle] : null;
  };
  list.addEventListener("keydown", (event) => of(event) && onKey(event, ...of(event)));
  list.addEventListener("pointerdown", (event) => of(event) && drag(event, ...of(event)));
  list.addEventListener("focusout", () => !moving && lifted?.list === list && putDown());
  for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false;
};

export const orderOf = (list) => items(list).map((item) => item.dataset.orderItem);
