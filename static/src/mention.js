// An @ in a note offers the people who see the conversation. The list stands over the
// composer while the focus stays in the text: arrows choose, Enter or Tab inserts,
// Escape closes. Who may have the conversation is offered twice, the second time to
// be given it with the same submit.
import { announce } from "./announce.js";
import { choose, type } from "./listbox.js";

const most = 8;

let field; // whose list is open
let from = 0; // where its @ stands
let offers = [];
let at = 0;

const list = () => document.getElementById("people");
const isNote = ({ form }) => form.querySelector('[name="kind"][value="note"]')?.checked;
const fold = (text) => text.toLocaleLowerCase();

const fits = ({ name, email }, words) =>
  fold(email).startsWith(words) || fold(name).startsWith(words) || fold(name).split(/\s+/).some((part) => part.startsWith(words));

function close() {
  list()?.remove();
  for (const name of ["aria-controls", "aria-activedescendant", "aria-haspopup"]) field?.removeAttribute(name);
  field = undefined;
}

function mark(index) {
  at = choose(field, [...list().children], index);
}

function draw(offer, i) {
  const option = document.createElement("li");
  option.id = `person-${i}`;
  option.className = "menu-item";
  option.setAttribute("role", "option");
  const name = document.createElement("bdi");
  name.textContent = offer.name;
  option.append(name, offer.gives ? " and hand over" : ` ${offer.email}`);
  return option;
}

function show(text, people, start) {
  const box = document.createElement("ul");
  box.id = "people";
  box.className = "composer-people";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "People to mention");
  box.append(...people.map(draw));
  const fresh = !list();
  close();
  [field, from, offers] = [text, start, people];
  text.form.append(box);
  text.setAttribute("aria-haspopup", "listbox");
  text.setAttribute("aria-controls", "people");
  mark(0);
  if (fresh) announce(`${people.length} to choose from, with the arrow keys. ${people[0].name}.`);
}

// What is typed since an @ that begins a word, up to the caret.
function look(text) {
  const before = text.value.slice(0, text.selectionStart);
  const found = isNote(text) && text.selectionStart === text.selectionEnd && /(?:^|[^\p{L}\p{N}\p{M}_@+%\-/\\])@([^@\n]{0,60})$/u.exec(before);
  if (!found) return close();
  const words = fold(found[1]);
  const people = JSON.parse(text.dataset.people).filter((person) => fits(person, words));
  const choices = people.flatMap((person) => (person.hand ? [person, { ...person, gives: true }] : [person])).slice(0, most);
  if (!choices.length) return close();
  show(text, choices, before.length - found[1].length);
}

function insert({ say, hand, gives }) {
  const [text, start] = [field, from];
  close();
  type(text, start, `${say} `);
  const choice = text.form.querySelector("#handTo");
  if (gives && choice) {
    choice.value = hand;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    announce(`Hand over to ${choice.selectedOptions[0]?.label}.`);
  }
  text.focus();
}

function press(event) {
  if (!field || event.target !== field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at - 1);
  else if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) insert(offers[at]);
  else return;
  event.preventDefault();
  event.stopPropagation(); // Elsewhere these keys mean something else.
}

const composing = (event) => event.target.matches?.("textarea[data-people]");

document.addEventListener("keydown", press, true);
document.addEventListener("input", (event) => {
  if (composing(event) && !event.isComposing) look(event.target);
});
document.addEventListener("compositionend", (event) => composing(event) && look(event.target));
document.addEventListener("focusout", (event) => event.target === field && close());
document.addEventListener("click", ({ target, detail }) => {
  const option = field && target.closest?.("#people [role=option]");
  if (option) insert(offers[[...option.parentElement.children].indexOf(option)]);
  // Who points at a kind of message is going to write one.
  const kind = detail > 0 && target.closest?.(".composer-kinds label");
  if (kind) requestAnimationFrame(() => kind.closest("form").querySelector("textarea").focus());
});
// The focus stays in the text while a finger or the mouse is on the list.
for (const event of ["pointerdown", "mousedown"])
  document.addEventListener(event, (pressed) => pressed.target.closest?.("#people") && pressed.preventDefault());
