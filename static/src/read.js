// A thread is read when somebody has it before them, and not when a browser fetches
// it ahead of time or in a tab behind others. The form that says so is on the page;
// what each says is sent once.
const sent = new WeakMap();

function tell() {
  const form = document.querySelector("form[data-read]");
  if (!form || document.visibilityState !== "visible") return;
  const body = new URLSearchParams(new FormData(form));
  const says = `${body} ${form.dataset.read}`;
  if (sent.get(form) === says) return;
  sent.set(form, says);
  const request = { method: "POST", headers: { "HX-Request": "true" }, body, keepalive: true };
  fetch(form.action, request).catch(() => sent.delete(form));
}

for (const event of ["DOMContentLoaded", "visibilitychange", "htmx:after:swap"]) document.addEventListener(event, tell);
