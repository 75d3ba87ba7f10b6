// Enter in a text field presses a form's first button. Where that is a small one,
// such as Find, the form names the button that is meant; only the field that the
// small button belongs to keeps it.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || event.isComposing || !target.matches?.("form[data-default] input:not([type=radio], [type=checkbox])")) return;
  event.preventDefault();
  const id = target.matches("[data-find]") ? "find" : target.form.dataset.default;
  target.form.requestSubmit(document.getElementById(id));
});
