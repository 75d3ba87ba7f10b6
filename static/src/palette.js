// The palette finds by name what the page offers anyway: its links, its buttons
// and the choices of its properties. Running an entry presses that.
import { choose } from "./listbox.js";

let dialog;
let found = [];
let at = 0;

const most = 10;
const squeeze = (text) => text.replace(/\s+/g, " ").trim();

const nameOf = (control) => {
  if (control.hasAttribute("aria-label")) return control.getAttribute("aria-label");
  const copy = control.cloneNode(true);
  for (const part of copy.querySelectorAll(".count, .kbd, [aria-hidden=true]")) part.remove();
  return squeeze(copy.textContent);
};

const controls = () => [
  ...document.querySelectorAll(
    "#main :is(.page-head, .thread-head, .list-tools, .active-filters, .pager, .props) :is(a, button), .sidebar :is(a, button), #toasts form button",
  ),
];

const choices = () =>
  [...document.querySelectorAll(".prop select[data-autosubmit]")].flatMap((select) =>
    [...select.options].filter((option) => !option.selected).map((option) => ({
      name: `${select.labels[0].textContent}: ${option.label}`,
      run() {
        select.value = option.value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      },
    })),
  );

function entries() {
  const byName = new Map();
  for (const control of controls()) {
    if (control.matches("[data-palette], .no-js")) continue;
    const name = nameOf(control);
    if (name && !byName.has(name)) byName.set(name, { name, run: () => control.click() });
  }
  return [...byName.values(), ...choices()];
}

// The better a name fits the words, the smaller; none of the words may be missing.
function distance(name, words) {
  let sum = 0;
  for (const word of words) {
    const place = name.indexOf(word);
    if (place < 0) return Infinity;
    sum += place === 0 ? 0 : name[place - 1] === " " ? 1 : 2;
  }
  return sum;
}

function search(text) {
  const number = /^#?(\d+)$/.exec(text.trim())?.[1];
  if (number) return [{ name: `Open conversation #${number}`, run: () => location.assign(`/conversations/${number}`) }];
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries()
    .map((entry, order) => ({ ...entry, order, far: distance(entry.name.toLocaleLowerCase(), words) }))
    .filter(({ far }) => far < Infinity)
    .sort((a, b) => a.far - b.far || (words.length && a.name.length - b.name.length) || a.order - b.order)
    .slice(0, most);
}

function mark(index) {
  at = choose(dialog.querySelector("input"), [...dialog.querySelectorAll("[role=option]")], index);
}

function show() {
  found = search(dialog.querySelector("input").value);
  dialog.querySelector("[role=listbox]").replaceChildren(
    ...found.map(({ name }, i) => {
      const option = document.createElement("li");
      option.id = `command-${i}`;
      option.className = "menu-item";
      option.setAttribute("role", "option");
      option.textContent = name;
      return option;
    }),
  );
  dialog.querySelector("[data-nothing]").hidden = found.length > 0;
  mark(0);
}

function run(entry) {
  if (!entry) return;
  dialog.close();
  entry.run();
}

function press(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at - 1);
  else if (event.key === "Enter") run(found[at]);
  else return;
  event.preventDefault();
}

function open() {
  const template = document.getElementById("palette");
  if (!template || document.querySelector("dialog[open]")) return false;
  dialog = document.importNode(template.content, true).querySelector("dialog");
  dialog.addEventListener("close", (event) => event.target.remove());
  dialog.addEventListener("keydown", press);
  dialog.addEventListener("input", show);
  dialog.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) run(found[[...option.parentElement.children].indexOf(option)]);
  });
  document.body.append(dialog);
  dialog.showModal();
  show();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
  if (open()) event.preventDefault();
});
document.addEventListener("click", ({ target }) => target.closest?.("[data-palette]") && open());
