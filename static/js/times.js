/* <time data-age>: "8m", "2h", "Thu" stay true while the page is open. */
import { each } from "./page.js";

const root = document.documentElement;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const zone = root.dataset.zone || "UTC";
const format = (options) => new Intl.DateTimeFormat(root.lang || "en", { timeZone: zone, ...options });
const weekday = format({ weekday: "short" });

const show = (element) => {
  const moment = new Date(element.dateTime);
  const seconds = (Date.now() - moment) / 1000;
  if (Number.isNaN(seconds) || seconds < 0 || seconds >= 6 * DAY) return; // the server's words hold
  let text = weekday.format(moment);
  if (seconds < MINUTE) text = root.dataset.ageNow;
  else if (seconds < HOUR) text = root.dataset.ageM.replace("{n}", Math.floor(seconds / MINUTE));
  else if (seconds < DAY) text = root.dataset.ageH.replace("{n}", Math.floor(seconds / HOUR));
  if (element.textContent !== text) element.textContent = text;
};
const all = () => document.querySelectorAll("time[data-age]").forEach(show);

each("time[data-age]", show);
setInterval(all, MINUTE * 1000);
document.addEventListener("visibilitychange", () => document.hidden || all());
