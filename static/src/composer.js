// The composer's keyboard: Ctrl+Enter or ⌘+Enter sends, with Shift it closes, too. A
// form of choices, in which Enter does nothing, is sent by the same keys.
// Its colour and the words on its button follow the radios through the stylesheet
// alone.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form.composer, form[data-enter]");
  if (!form) return;
  event.preventDefault();
  const closing = event.shiftKey && form.querySelector("#send-close");
  if (closing && !closing.checkVisibility()) return;
  form.requestSubmit(closing || null);
});

// A link such as "Note" in the bottom bar goes to the composer and picks its kind: at
// once, so that what is typed next is text, however soon, and presses no keys.
document.addEventListener("click", (event) => {
  const kind = event.target.closest?.("a[data-compose]")?.dataset.compose;
  const form = kind && document.querySelector("form.composer");
  if (!form || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const radio = form.querySelector(`input[name="kind"][value="${kind}"]`);
  if (radio && !radio.checked) radio.click();
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("textarea").focus();
});
