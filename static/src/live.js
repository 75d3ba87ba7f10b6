// One stream a tab tells what happens while it happens, for as long as the tab is
// in sight: which conversation, what and who, and how many notifications are unread.
// What a list or a thread shows is then fetched by the page's own address. After a
// while out of sight it goes on from where it was.
import { followList } from "./live-list.js";
import { followThread } from "./live-thread.js";
import { isPresent, showPresence } from "./presence.js";
import { showUnread } from "./notifications.js";
import { main, swapsPage } from "./main.js";

const soon = 250; // several changes are mostly one action
const between = 1000; // two looks at the server
const spread = 500; // lists that are open in many tabs hear of a change at one moment
const again = 10000; // after a refusal, as of a proxy whose server is being replaced

let source;
let since;
let waiting;
let looked = 0;
let changes = [];
let missed = false;
let ended = false;

const follower = () => (document.getElementById("live-thread") ? followThread : document.getElementById("live-list") ? followList : undefined);

const parse = ({ data }) => JSON.parse(data);

function look() {
  const apart = follower() === followList ? Math.random() * spread : 0;
  waiting ??= setTimeout(follow, Math.max(soon, looked + between - performance.now()) + apart);
}

// A page that is being answered, or that shows what was refused, is left alone.
const occupied = () => busy > 0 || main()?.querySelector("[data-error-summary]");

async function follow() {
  waiting = undefined;
  const page = follower();
  if (document.hidden) return;
  if (!page) {
    [changes, missed] = [[], false]; // It shows nothing of conversations.
    return;
  }
  if (occupied()) {
    waiting = setTimeout(follow, between);
    return;
  }
  const [news, all] = [changes, missed];
  [changes, missed, looked] = [[], false, performance.now()];
  const done = await page(news, all, () => busy > 0 || document.hidden).catch(() => false);
  if (done) return;
  changes.unshift(...news);
  missed ||= all;
  look();
}

function connect() {
  if (source || ended || document.hidden || !main()?.dataset.live) return;
  source = new EventSource(`/live?since=${encodeURIComponent(since ?? main().dataset.live)}`);
  source.addEventListener("mark", ({ lastEventId }) => (since = lastEventId || since));
  source.addEventListener("change", (event) => {
    changes.push(parse(event));
    look();
  });
  source.addEventListener("resync", () => {
    missed = true;
    look();
  });
  source.addEventListener("unread", (event) => showUnread(parse(event)));
  source.addEventListener("presence", (event) => isPresent(parse(event)));
  source.addEventListener("ended", () => {
    ended = true;
    disconnect();
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return; // It comes back by itself.
    disconnect();
    setTimeout(connect, again);
  });
}

function disconnect() {
  source?.close();
  source = undefined;
}

function attend() {
  if (document.hidden) return disconnect();
  connect();
  if (missed || changes.length) look(); // What was heard of last was not looked at.
}

let busy = 0;
document.addEventListener("htmx:before:request", () => (busy += 1));
document.addEventListener("htmx:finally:request", () => (busy = Math.max(0, busy - 1)));

document.addEventListener("visibilitychange", attend);
document.addEventListener("DOMContentLoaded", attend);
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", attend);
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!swapsPage(ctx)) return;
  showPresence();
  attend();
});
