// Controls that save or filter as soon as they change. The button that does so
// without scripts stands next to them, hidden by .js .no-js.
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-autosubmit]")) target.form?.requestSubmit();
});
