// Saved replies in the composer: / at the start of a line opens a list, which what is
// typed after it filters; the button opens the same list with a field of its own. The
// texts come filled from the server when the first is wanted.
import { announce } from "./announce.js";
import { choose, type } from "./listbox.js";

const most = 50; // options that are shown at once
let texts, textsOf; // what the server has offered, and the form that it is for
let open; // the list that is open: its form, and from where / was typed, if it was
let found = [];
let at = 0;

const part = (form, id) => form.querySelector(`#${id}`);
const box = (form) => form.elements.namedItem("body");
const lineBefore = (area) => area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);

// The field that has the focus while the list is open.
const fieldOf = ({ form, from }) => (from === undefined ? part(form, "replies-search") : box(form));

async function offered(form) {
  if (textsOf === form) return texts;
  const answer = await fetch(form.querySelector("[data-replies]").dataset.replies, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  textsOf = form;
  texts = await answer.json();
  return texts;
}

/** Returns what is looked for, or undefined where the / is gone or the caret elsewhere. */
function query() {
  if (open.from === undefined) return part(open.form, "replies-search").value;
  const area = box(open.form);
  const typed = area.value.slice(open.from, area.selectionEnd);
  return area.selectionStart === area.selectionEnd && /^\/[^\n]*$/.test(typed) ? typed.slice(1) : undefined;
}

// How well a reply fits the words: its name begins with them, has them, its text does.
function rank({ name, text }, words) {
  const wanted = words.split(/\s+/).filter(Boolean);
  const called = name.toLocaleLowerCase();
  if (called.startsWith(words)) return 0;
  if (wanted.every((word) => called.includes(word))) return 1;
  return wanted.every((word) => `${called}\n${text.toLocaleLowerCase()}`.includes(word)) ? 2 : Infinity;
}

function matching(words) {
  const wanted = words.trim().toLocaleLowerCase();
  return texts
    .map((reply) => ({ ...reply, rank: rank(reply, wanted) }))
    .filter((reply) => reply.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most);
}

function line(className, text) {
  const made = document.createElement("bdi");
  made.className = className;
  made.textContent = text;
  return made;
}

function mark(index) {
  at = choose(fieldOf(open), [...open.form.querySelectorAll("#replies [role=option]")], index);
}

function show(words) {
  found = matching(words);
  const { form } = open;
  part(form, "replies").replaceChildren(
    ...found.map(({ name, text, personal }, i) => {
      const option = document.createElement("li");
      option.id = `reply-${i}`;
      option.className = "menu-item";
      option.setAttribute("role", "option");
      option.append(line("reply-name", personal ? `${name} (only yours)` : name), line("reply-start", text.replace(/\s+/g, " ").slice(0, 100)));
      return option;
    }),
  );
  form.querySelector("#replies-panel [data-nothing]").textContent = found.length ? "" : "No saved reply matches.";
  mark(0);
  announce(found.length === 1 ? "1 saved reply" : `${found.length || "No"} saved replies`);
}

function close() {
  if (!open) return;
  const { form } = open;
  open = undefined;
  part(form, "replies-panel").hidden = true;
  part(form, "replies-button").setAttribute("aria-expanded", "false");
  for (const name of ["aria-controls", "aria-autocomplete", "aria-haspopup", "aria-activedescendant"]) box(form).removeAttribute(name);
}

// What was typed while the texts were on their way counts, too.
async function begin(form, from) {
  close();
  const wanted = (open = { form, from });
  const list = await offered(form);
  if (open !== wanted || !form.isConnected) return;
  if (!list) {
    close();
    announce("Saved replies could not be loaded");
    part(form, "draft-status").textContent = "Saved replies could not be loaded";
    return;
  }
  const words = query();
  if (words === undefined) return close();
  const search = part(form, "replies-search");
  search.hidden = from !== undefined;
  part(form, "replies-panel").hidden = false;
  part(form, "replies-button").setAttribute("aria-expanded", "true");
  if (from === undefined) search.focus();
  else Object.entries({ controls: "replies", autocomplete: "list", haspopup: "listbox" }).forEach(([name, value]) => box(form).setAttribute(`aria-${name}`, value));
  show(words);
  part(form, "replies-panel").scrollIntoView({ block: "nearest" });
}

function insert(reply) {
  if (!reply) return;
  const { form, from } = open;
  const area = box(form);
  close();
  type(area, from ?? area.selectionStart, reply.text);
}

function press(event) {
  const { key } = event;
  const bySlash = open.from !== undefined;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (key === "Escape") {
    const { form } = open;
    close();
    if (!bySlash) box(form).focus();
  } else if (found.length === 0 && (bySlash || key !== "Enter")) return;
  else if (key === "ArrowDown") mark(at + 1);
  else if (key === "ArrowUp") mark(at - 1);
  else if (key === "Enter" || key === "Tab") insert(found[at]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("keydown", (event) => {
  if (open && event.target === fieldOf(open) && !part(open.form, "replies-panel").hidden) press(event);
}, true);

// A / that is typed where nothing but it stands in the line so far.
const opens = ({ target, inputType, data, isComposing }) =>
  target.matches?.("form.composer #body") && !isComposing && inputType === "insertText" && data === "/" &&
  lineBefore(target) === "/" && !/^\S/.test(target.value.slice(target.selectionStart));

function follow(event) {
  if (open && event.target === fieldOf(open) && texts && textsOf === open.form) {
    const words = query();
    if (words === undefined) close();
    else if (event.isComposing !== true || matching(words).length) show(words);
  } else if (opens(event)) {
    begin(event.target.form, event.target.selectionStart - 1);
  }
}

// What the text still has of the variables; the server says the same of what it draws.
function tellUnfilled(form) {
  const told = form && part(form, "unfilled");
  if (!told) return;
  const known = told.dataset.variables.split(" ");
  const names = [...box(form).value.matchAll(/\{\{([^{}\n]*)\}\}/g)].map(([, name]) => name.trim()).filter((name) => known.includes(name));
  const text = [...new Set(names)].map((name) => `{{${name}}}`).join(", ");
  const place = told.querySelector("[data-names]");
  if (place.textContent !== text) place.textContent = text;
  told.querySelector("p").hidden = !text;
}

const composer = () => document.querySelector("form.composer");

document.addEventListener("input", (event) => {
  follow(event);
  if (event.target.matches?.("form.composer #body")) tellUnfilled(event.target.form);
});
document.addEventListener("compositionend", (event) => open && follow({ target: event.target, isComposing: false }));
document.addEventListener("selectionchange", () => {
  if (open?.from !== undefined && document.activeElement === box(open.form) && query() === undefined) close();
});
document.addEventListener("focusin", ({ target }) => {
  if (open && target !== fieldOf(open) && !part(open.form, "replies-panel").contains(target) && target.id !== "replies-button") close();
});

// The focus stays where it is, and with it the keyboard of a phone.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#replies [role=option]")) event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  const option = target.closest?.("#replies [role=option]");
  const button = target.closest?.("#replies-button");
  if (option && open) insert(found[[...option.parentElement.children].indexOf(option)]);
  else if (button && open) close();
  else if (button) {
    part(button.form, "replies-search").value = "";
    begin(button.form);
  } else if (open && !target.closest?.("#replies-panel") && target !== fieldOf(open)) close();
});

// Kinds have texts of their own, which drafts put in without a word just before this.
document.addEventListener("change", ({ target }) => target.name === "kind" && tellUnfilled(target.form));
document.addEventListener("htmx:after:swap", () => {
  if (open && !open.form.isConnected) open = undefined;
  tellUnfilled(composer());
});
document.addEventListener("DOMContentLoaded", () => tellUnfilled(composer()));
