/* The list of rules: a new order is kept as soon as a row is put down. */
import { post } from "../page.js";
import "./sort.js";

document.addEventListener("hd:sorted", async (event) => {
  const list = event.target;
  if (!list.dataset.orderUrl) return;
  const data = new FormData();
  for (const row of list.querySelectorAll("[data-sort-item]")) data.append("rule", row.dataset.id);
  const answer = await post(list.dataset.orderUrl, data).catch(() => null);
  if (!answer?.ok) location.reload(); // the order that counts is the kept one
});
