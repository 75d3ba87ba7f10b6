// A property's value in a row leads to a page with the values it can have. Here
// that page's form opens beside the row instead. Digits, arrows and first letters
// choose in it.
import { naming } from "./shortcut.js";

let box;
let typed = "";
let typing;
let early; // what is typed while a box is on its way, which is meant for it

const options = () => [...box.querySelectorAll(".menu-item")];

function makeBox() {
  box = document.createElement("div");
  box.className = "quick";
  box.popover = "auto";
  box.setAttribute("role", "dialog");
  box.addEventListener("keydown", choose);
  document.body.append(box);
}

function show(form, link) {
  if (!box?.isConnected) makeBox();
  box.replaceChildren(form);
  box.setAttribute("aria-label", form.getAttribute("aria-label"));
  htmx.process(form);
  link.focus();
  box.showPopover({ source: link }); // which the stylesheet places it beside
  (form.querySelector("[aria-current]") ?? options()[0]).focus();
}

async function formOf(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page && page.getElementById("quick");
  return form && link.isConnected ? document.adoptNode(form) : location.assign(link.href);
}

/** Opens the values of a property. */
export async function open(link) {
  if (early) return;
  early = [];
  const form = await formOf(link).catch(() => undefined);
  const keys = early;
  early = undefined;
  if (!form || keys.includes("Escape")) return;
  show(form, link);
  for (const key of keys) {
    if (key === "Enter") return document.activeElement.click();
    act({ key });
  }
}

/** Chooses the value that a key stands for; whoever pressed it has gone on meanwhile. */
export async function pick(link, key) {
  const form = await formOf(link);
  const meant = form?.querySelector(naming(key));
  if (!meant) return form && show(form, link);
  const place = document.createElement("div");
  place.className = "picked";
  place.hidden = true;
  place.append(form);
  document.body.append(place);
  htmx.process(form);
  meant.click();
}

function go(option) {
  option?.focus();
  return Boolean(option);
}

// Letters typed one soon after the other are the beginning of a name.
function find(letter) {
  clearTimeout(typing);
  typing = setTimeout(() => (typed = ""), 700);
  typed += letter.toLocaleLowerCase();
  return go(options().find((option) => option.textContent.trim().toLocaleLowerCase().startsWith(typed)));
}

function act({ key }) {
  const all = options();
  const at = all.indexOf(document.activeElement);
  if (key === "ArrowDown") return go(all[(at + 1) % all.length]);
  if (key === "ArrowUp") return go(all.at(at - 1));
  if (key === "Home") return go(all[0]);
  if (key === "End") return go(all.at(-1));
  if (/^[1-9]$/.test(key) && all[key - 1]) {
    all[key - 1].click();
    return true;
  }
  return key.length === 1 && key !== " " && find(key);
}

function choose(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.target.matches("input")) return;
  if (act(event)) event.preventDefault();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-quick]");
  if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

function keepEarly(event) {
  if (!early || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input:not([type=checkbox]), textarea")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  early.push(event.key);
}

document.addEventListener("keydown", keepEarly, true);

// Chosen: the row it was opened from has the focus again.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (box?.contains(ctx.sourceElement)) box.hidePopover();
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => ctx.sourceElement.closest?.(".picked")?.remove());
