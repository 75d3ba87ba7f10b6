// What lists that offer something have in common, while the focus stays in a text
// field (ARIA Authoring Practices, "Combobox").

/**
 * Marks one of the options, counted in a circle, as the one that Enter takes, and
 * returns which it is.
 */
export function choose(field, options, index) {
  const at = options.length && (index + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (options[at]) field.setAttribute("aria-activedescendant", options[at].id);
  else field.removeAttribute("aria-activedescendant");
  options[at]?.scrollIntoView({ block: "nearest" });
  return at;
}

/**
 * Puts text in the place of what stands in a field from a point to the caret, as if it
 * had been typed: execCommand alone leaves it in the browser's own history, so that
 * Ctrl+Z takes it back.
 */
export function type(area, from, text) {
  area.focus();
  area.setSelectionRange(from, area.selectionEnd);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}
