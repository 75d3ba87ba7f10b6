// Loses nothing that is typed into the composer. The browser has a copy at once,
// until the server has the text, which it gets soon after and on leaving. Each kind
// of message has a text of its own; the radios carry those that the server has.
import { morphs, swapsPage } from "./main.js";

const copyAfter = 300;
const saveAfter = 2000;
const retryAfter = 10_000;
const mostOnLeaving = 60_000; // browsers let go with no more than 64 KiB

let form, texts, kind, copying, saving;

const box = () => form.elements.namedItem("body");
const place = (of) => `draft ${form.dataset.drafts} ${of}`;
const worth = (text) => (text.trim() ? text : "");
const dirty = (of) => worth(texts[of].text) !== texts[of].kept;

// Storage may be full or forbidden; then the server alone has the text.
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}

const forget = (of) => stored((storage) => storage.removeItem(place(of)));

function copy() {
  copying = clearTimeout(copying);
  for (const of in texts) {
    const { text, version, nonce } = texts[of];
    if (dirty(of)) stored((storage) => storage.setItem(place(of), JSON.stringify({ text, version, nonce })));
  }
}

function say(text) {
  form.querySelector("#draft-status").textContent = text;
  form.querySelector("#discard").hidden = !worth(texts[kind].text) && texts[kind].version === "0";
}

function pick(of) {
  kind = of;
  form.elements.namedItem("kind").value = of;
  if (box().value !== texts[of].text) box().value = texts[of].text;
  form.elements.namedItem("draftVersion").value = texts[of].version;
  form.elements.namedItem("nonce").value = texts[of].nonce;
  say("");
}

// What the browser has and the server has not is the later text. It goes on under
// the nonce of the form that it was typed into, which may have been sent.
function recover(of) {
  const { text, version, nonce = texts[of].nonce } = JSON.parse(stored((storage) => storage.getItem(place(of))) ?? "{}");
  if (text === undefined || dirty(of)) return;
  if (worth(text) === texts[of].kept) return forget(of);
  Object.assign(texts[of], { text, version, nonce });
  if (!worth(texts[kind].text)) kind = of;
}

function begin() {
  const found = document.querySelector("form[data-drafts]");
  if (!found || found === form) return;
  copying = clearTimeout(copying);
  saving = clearTimeout(saving);
  form = found;
  texts = {};
  const nonce = form.elements.namedItem("nonce").value;
  for (const { value, dataset } of form.querySelectorAll("[name=kind]")) {
    texts[value] = { text: dataset.draft ?? "", kept: dataset.draft ?? "", version: dataset.version ?? "0", nonce };
  }
  kind = form.elements.namedItem("kind").value || "reply";
  Object.assign(texts[kind], { text: box().value, version: form.elements.namedItem("draftVersion").value });
  texts[kind].held = Boolean(form.querySelector("#draft-conflict [data-version]"));
  Object.keys(texts).forEach(recover);
  pick(kind);
  saveAll();
}

// Two tabs: the text that the server has stays until somebody has chosen.
async function contest(of, answer) {
  texts[of].held = true;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page.getElementById("draft-conflict");
  texts[of].fresh = page.querySelector("form[data-drafts] [name=nonce]")?.value;
  if (drawn && form.isConnected) form.querySelector("#draft-conflict").replaceWith(document.adoptNode(drawn));
}

// The form was sent with this text in it, though the tab that did it never heard so.
function wasSent(of, body, nonce) {
  const state = texts[of];
  if (worth(state.text) !== body) return saving ??= setTimeout(saveAll, saveAfter);
  Object.assign(state, { text: "", kept: "", version: "0", nonce });
  forget(of);
  if (of !== kind) return;
  pick(of);
  say("Sent already");
}

async function save(of, keepalive) {
  const state = texts[of];
  const at = form;
  if (state.held || state.sending || !dirty(of)) return;
  const body = worth(state.text);
  const fields = new URLSearchParams({ nonce: state.nonce, kind: of, body, draftVersion: state.version }).toString();
  state.sending = new AbortController();
  (state.began ??= new Set()).add(body);
  const answer = await fetch(form.dataset.draftsUrl, {
    method: "POST", body: fields, keepalive: keepalive && fields.length < mostOnLeaving, signal: state.sending.signal,
    headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", Prefer: "return=minimal" },
  }).catch(() => undefined);
  const aborted = state.sending.signal.aborted;
  state.sending = undefined;
  if (aborted || at !== form) return;
  if (answer?.status === 409) return contest(of, answer);
  if (answer?.status !== 204) {
    saving ??= setTimeout(saveAll, retryAfter);
    return say("Kept in this browser for now");
  }
  state.began.clear();
  const next = answer.headers.get("Draft-Sent");
  if (next) return wasSent(of, body, next);
  Object.assign(state, { kept: body, version: answer.headers.get("Draft-Version") });
  if (dirty(of)) saving ??= setTimeout(saveAll, saveAfter);
  else forget(of);
  if (of === kind) {
    form.elements.namedItem("draftVersion").value = state.version;
    say(dirty(of) ? "" : body && "Draft saved");
  }
}

function saveAll(keepalive) {
  saving = clearTimeout(saving);
  for (const of in texts) save(of, keepalive === true);
}

/** Tells whether something is typed that the server does not have yet. */
export const unsaved = () => Boolean(form?.isConnected) && Object.keys(texts).some((of) => !texts[of].held && (dirty(of) || texts[of].sending));

/** Has the server have all that is typed, if it can. */
export async function saveNow() {
  saving = clearTimeout(saving);
  for (const of in texts) {
    while (texts[of].sending) await new Promise((done) => setTimeout(done, 50));
    await save(of);
  }
}

function leave() {
  if (!form?.isConnected) return;
  copy();
  saveAll(true);
}

document.addEventListener("input", ({ target }) => {
  if (!target.form?.matches("form[data-drafts]") || target.name !== "body") return;
  begin();
  texts[kind].text = target.value;
  copying ??= setTimeout(copy, copyAfter);
  saving ??= setTimeout(saveAll, saveAfter);
  say("");
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "kind" && target.form === form) pick(target.value);
});

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("#draft-conflict [data-version]");
  if (!choice || !form) return;
  event.preventDefault();
  const other = form.querySelector("[data-draft-other]")?.textContent ?? "";
  const { fresh, nonce } = texts[kind];
  Object.assign(texts[kind], { held: false, kept: other, version: choice.dataset.version, nonce: fresh ?? nonce });
  if (choice.matches("a")) texts[kind].text = other;
  form.querySelector("#draft-conflict").replaceChildren();
  pick(kind);
  box().focus();
  copy();
  saveAll();
  if (!dirty(kind)) forget(kind);
});

// What is sent or discarded comes back from nowhere: not from the copy, and not by a
// save that is under way or whose answer was lost, of which the server is told.
const discards = ({ target, submitter }) => Boolean(texts) && target === form && submitter?.id === "discard";

function tellBegun(event) {
  if (!texts || event.target !== form) return;
  for (const old of form.querySelectorAll("[name=began]")) old.remove();
  for (const value of texts[kind].began ?? []) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "began", value }));
  if (!discards(event)) return;
  Object.assign(texts[kind], { text: "", kept: "" });
  forget(kind);
}

document.addEventListener("submit", tellBegun, { capture: true });

// What is being sent is not saved at the same time; should the tab end before the
// answer comes, the copy is there.
document.addEventListener("submit", (event) => {
  if (event.target !== form || !texts) return;
  if (!discards(event)) texts[kind].text = box().value;
  copy();
  saving = clearTimeout(saving);
  texts[kind].sending?.abort();
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (!form || ctx.sourceElement !== form) return;
  const { raw } = ctx.response;
  if (raw.redirected && raw.ok && !new URL(raw.url).pathname.startsWith("/sign-in")) {
    forget(kind);
    texts[kind] = { ...texts[kind], text: "", kept: "", version: "0" };
  } else {
    texts[kind].text = box().value;
    saving ??= setTimeout(saveAll, saveAfter);
  }
});

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && !morphs(ctx)) leave();
});
document.addEventListener("htmx:after:swap", begin);
document.addEventListener("DOMContentLoaded", begin);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
window.addEventListener("pagehide", leave);
