// The field that adds tags is empty again once it has: a morph of the page leaves
// alone what was typed.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const field = ctx.response?.status < 400 && ctx.sourceElement?.querySelector?.("#add-tags");
  if (field) field.value = "";
});
