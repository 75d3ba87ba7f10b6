// Files go up as they are chosen, dropped on the composer or pasted into it, each by
// itself; what stays in the form is the id of each. Sending waits for those that are
// under way.
import { announce } from "./announce.js";

const under = new Set(); // rows whose file is on its way
let held; // the form, and its button, that waits for them

const mebibyte = 2 ** 20;
const words = (bytes) => {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < mebibyte ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / mebibyte).toFixed(1)} MiB`;
};

function element(name, properties = {}, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

// An upload that is tried again is the same one, should the first have arrived.
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].join("-");

const action = (text, name, onclick) => {
  const button = element("button", { type: "button", className: "btn btn-ghost", textContent: text, onclick });
  button.setAttribute("aria-label", `${text} ${name}`);
  return button;
};

/** Says why a file cannot be sent before any of it is, or nothing. */
function refusal(file, part) {
  const { maxSize, maxTotal, maxFiles } = part.dataset;
  const rows = [...part.querySelectorAll("li[data-size]")];
  const total = rows.reduce((sum, row) => sum + Number(row.dataset.size), file.size);
  if (file.size === 0) return "is empty.";
  if (file.size > maxSize) return `has more than the ${words(maxSize)} that a file may have.`;
  if (rows.length >= maxFiles) return `is one too many: a message may have ${maxFiles} files.`;
  if (total > maxTotal) return `is too much: the files of a message may have ${words(maxTotal)} together.`;
  return "";
}

function take(files, form) {
  const part = form.querySelector("[data-attach]");
  for (const file of files) {
    const why = refusal(file, part);
    const row = element("li");
    part.querySelector(".uploads").append(row);
    if (why) fail(row, file, why);
    else send(row, file, part);
  }
}

function fail(row, file, why, again) {
  delete row.dataset.size;
  const name = element("bdi", { className: "upload-name", textContent: file.name });
  const buttons = [action("Remove", file.name, () => remove(row))];
  if (again) buttons.unshift(action("Try again", file.name, again));
  row.replaceChildren(element("span", { className: "field-error" }, element("span", {}, name, ` ${why}`)), ...buttons);
  announce(`${file.name} ${why}`);
}

function send(row, file, part, key = newKey()) {
  const request = new XMLHttpRequest();
  const progress = element("progress", { max: file.size, value: 0 });
  progress.setAttribute("aria-label", `Uploading ${file.name}`);
  row.dataset.size = file.size;
  row.replaceChildren(
    element("bdi", { className: "upload-name", textContent: file.name }), progress,
    action("Cancel", file.name, () => request.abort()),
  );
  under.add(row);
  request.upload.onprogress = ({ loaded }) => (progress.value = loaded);
  request.onloadend = () => {
    under.delete(row);
    arrived(row, file, request, () => send(row, file, part, key));
    release();
  };
  request.onabort = () => remove(row);
  request.open("POST", part.dataset.attach);
  request.setRequestHeader("Idempotency-Key", key);
  request.setRequestHeader("HX-Request", "true"); // A session that has ended is then 401, and no page.
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

function arrived(row, file, request, again) {
  if (!row.isConnected) return;
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // It is a page about a problem, or nothing at all.
  }
  if (request.status === 201) {
    done(row, file, answer);
    return;
  }
  held = undefined;
  const said = answer.errors?.[0].message.replace(/^file /, "");
  const why = {
    401: "was not uploaded: you are signed out. Sign in in another tab and try again.",
    404: "was not uploaded: the conversation is gone, or you may not see it any more.",
    413: "is too large.",
    507: "was not uploaded: the server has no room left.",
  }[request.status];
  if (said) fail(row, file, `${said}.`);
  else fail(row, file, why ?? "was not uploaded.", again);
}

function done(row, file, { _id, name }) {
  const box = element("input", { type: "checkbox", name: "attachmentIds", value: _id, checked: true, id: `upload-${_id}` });
  const size = element("span", { className: "num", textContent: words(file.size) });
  const label = element("label", { className: "upload", htmlFor: box.id }, box, element("bdi", { className: "upload-name", textContent: name }), size);
  row.replaceChildren(label, action("Remove", name, () => remove(row)));
  announce(`${name} is attached`);
}

/** Removes a row, and the upload that it stands for. */
function remove(row) {
  const id = row.querySelector("[name=attachmentIds]")?.value;
  const form = row.closest("form");
  row.remove();
  form?.querySelector("#files").focus();
  if (id) fetch(`/attachments/${id}/delete`, { method: "POST", redirect: "manual" }).catch(() => {}); // It goes by itself in a day.
}

/** Sends the form that waits, once nothing is under way any more. */
function release() {
  if (under.size > 0 || !held) return;
  const { form, submitter } = held;
  held = undefined;
  if (form.isConnected) form.requestSubmit(submitter);
}

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form.composer") || ![...under].some((row) => form.contains(row))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = { form, submitter: event.submitter };
  announce("The message is sent once its files are there");
}, true);

document.addEventListener("change", ({ target }) => {
  if (target.id !== "files" || !target.form) return;
  take(target.files, target.form);
  target.value = "";
});

document.addEventListener("click", ({ target }) => {
  const row = target.closest?.("[data-remove]")?.closest("li");
  if (row) remove(row);
});

const carries = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
const composerOf = ({ target }) => target.closest?.("form.composer");

// A file that misses the composer is meant for it all the same: the browser would
// leave the page and show the file.
const composer = () => document.querySelector("form.composer");

document.addEventListener("dragover", (event) => {
  const form = composer();
  if (!form || !carries(event)) return;
  event.preventDefault();
  form.classList.add("is-over");
});

document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || composer()?.classList.remove("is-over"));

document.addEventListener("drop", (event) => {
  const form = composer();
  if (!form || !carries(event)) return;
  event.preventDefault();
  form.classList.remove("is-over");
  take(event.dataTransfer.files, form);
});

document.addEventListener("paste", (event) => {
  const form = composerOf(event);
  const files = event.clipboardData?.files ?? [];
  if (!form || files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  take(files, form);
});

window.addEventListener("beforeunload", (event) => {
  if (under.size > 0) event.preventDefault();
});
