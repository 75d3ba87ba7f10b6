// A thread is read when somebody has it before them, and not when a browser fetches
// it ahead of time or in a tab behind others. The form that says so is on the page;
// each is sent once.
const sent = new WeakSet();

function tell() {
  const form = document.querySelector("form[data-read]");
  if (!form || sent.has(form) || document.visibilityState !== "visible") return;
  sent.add(form);
  const request = { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(new FormData(form)), keepalive: true };
  fetch(form.action, request).catch(() => sent.delete(form));
}

for (const event of ["DOMContentLoaded", "visibilitychange", "htmx:after:swap"]) document.addEventListener(event, tell);
