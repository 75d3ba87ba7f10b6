// What to do when an answer is no page: keep the old page with everything typed
// into it, say what happened and offer to try again.
import { announce } from "./announce.js";
import { resync } from "./sync.js";

let retry;

const sentence = (status) => {
  if (status === 429) return "Too many requests. Wait a moment, then try again.";
  if (status === 413) return "That is too large to be sent. Nothing was saved.";
  if (status === 403) return "You may not do that any more. Nothing was saved.";
  if (status === 400) return "Parley did not understand that request. Nothing was saved.";
  return "Something went wrong on our side. What you typed is still here.";
};

const keepsPage = ({ request, response: { status } }) =>
  status >= 500 || status === 429 || status === 413 || (request.method !== "GET" && (status === 400 || status === 403));

function show(text, ctx, requestId) {
  const box = document.getElementById("trouble");
  if (!box) return;
  const message = requestId ? `${text} Request ${requestId}.` : text;
  box.querySelector("[data-trouble-text]").textContent = message;
  box.hidden = false;
  retry = () => again(ctx);
  announce(message);
}

function again({ sourceElement, request }) {
  if (!sourceElement.isConnected || sourceElement === document.body) return location.reload();
  if (sourceElement.matches("form")) {
    return sourceElement.requestSubmit(request.submitter?.isConnected ? request.submitter : null);
  }
  sourceElement.click();
}

function hide() {
  const box = document.getElementById("trouble");
  if (box) box.hidden = true;
}

const signIn = () => `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const { status, raw } = ctx.response;
  const url = new URL(raw.url, location.href);
  if (status === 401 || (raw.redirected && url.pathname === "/sign-in")) {
    event.preventDefault();
    location.assign(signIn());
  } else if (keepsPage(ctx)) {
    event.preventDefault();
    show(sentence(status), ctx, status >= 500 && raw.headers.get("X-Request-Id"));
  } else {
    hide();
  }
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request && !ctx.response) show("Parley cannot be reached. What you typed is still here.", ctx);
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-trouble-retry]")) {
    hide();
    retry?.();
  } else if (target.closest?.("[data-trouble-close]")) {
    hide();
    resync();
  }
});
