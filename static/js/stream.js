/* Live updates. One stream a browser: the tab that holds the lock opens it and tells the others.
   Each message is {"name": …, "channel": …, "data": {…}} and becomes the DOM event hd:<name>. */
import { post } from "./page.js";

const host = document.querySelector("[data-stream-url]");
const RETRY_MIN = 1000;
const RETRY_MAX = 30000;
const SILENCE = 3000; // a short gap is not worth a word

const start = () => {
  const url = host.dataset.streamUrl;
  let ready = host.dataset.streamTicket ?? "";
  const mine = (host.dataset.streamChannels ?? "").split(" ").filter(Boolean);
  const tab = Math.random().toString(36).slice(2);
  const talk = new BroadcastChannel("hd-stream");
  const wants = new Map([[tab, mine]]);
  let source = null;
  let leads = false;
  let last = "";
  let wait = RETRY_MIN;
  let timer = 0;
  let word = 0;

  const show = (live) => {
    const paint = () => {
      for (const bar of document.querySelectorAll("[data-offline]")) bar.hidden = live;
      for (const light of document.querySelectorAll("[data-live]")) light.hidden = !live;
      document.dispatchEvent(new CustomEvent(live ? "hd:live" : "hd:lost"));
    };
    if (live) {
      clearTimeout(word);
      word = 0;
      paint();
    } else word ||= setTimeout(paint, SILENCE); // from the first failure on, however often it tries again
  };
  const hear = (message) => {
    if (message.name === "revoke") return location.reload();
    const detail = { ...message.data, channel: message.channel };
    document.dispatchEvent(new CustomEvent(`hd:${message.name}`, { detail }));
  };
  const tell = (kind, body) => talk.postMessage({ kind, tab, body });

  const again = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
    timer = setTimeout(connect, wait + Math.random() * 500);
    wait = Math.min(wait * 2, RETRY_MAX);
    show(false);
    tell("state", false);
  };
  const connect = async () => {
    clearTimeout(timer);
    source?.close();
    const body = new FormData();
    for (const channel of new Set([...wants.values()].flat())) body.append("channel", channel);
    let address;
    try {
      if (ready && wants.size === 1) return listen(ready); // the page brought its first ticket along
      const answer = await post(url, body);
      if ([401, 403].includes(answer.status)) return show(false); // signed out: a reload asks for the password
      if (!answer.ok) throw new Error(String(answer.status));
      const { ticket, url: given } = await answer.json();
      address = given ?? ticket;
    } catch {
      return again();
    }
    listen(address);
  };
  const listen = (given) => {
    ready = "";
    const address = new URL(given.startsWith("/") ? given : `/stream?ticket=${encodeURIComponent(given)}`, location.href);
    if (last) address.searchParams.set("last", last); // a new stream cannot send Last-Event-ID itself
    source = new EventSource(address);
    source.onopen = () => {
      wait = RETRY_MIN;
      show(true);
      tell("state", true);
    };
    source.onerror = again; // the ticket is short-lived: ask for a new one
    source.onmessage = (event) => {
      if (event.lastEventId) last = event.lastEventId;
      const message = JSON.parse(event.data);
      hear(message);
      tell("message", { message, last });
    };
  };

  talk.onmessage = ({ data: { kind, tab: from, body } }) => {
    if (kind === "message") {
      last = body.last;
      hear(body.message);
    } else if (kind === "state") show(body);
    else if (kind === "who") tell("want", mine);
    else if (kind === "bye") wants.delete(from);
    else if (kind === "want" && leads) {
      const known = new Set([...wants.values()].flat());
      wants.set(from, body);
      if (source?.readyState === EventSource.OPEN) tell("state", true);
      if (body.some((channel) => !known.has(channel))) {
        clearTimeout(timer);
        timer = setTimeout(connect, 50);
      }
    }
  };
  addEventListener("pagehide", () => tell("bye"));
  addEventListener("online", () => leads && connect());
  addEventListener("offline", () => show(false));

  tell("want", mine);
  const lead = () => {
    leads = true;
    tell("who");
    timer = setTimeout(connect, 100);
    return new Promise(() => {}); // the lock is held until this tab goes
  };
  // locks exist on secure origins only; without them each tab has its own stream
  if (navigator.locks) navigator.locks.request("hd-stream", lead);
  else lead();
};

if (host) start();
