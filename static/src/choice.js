// Choices that are saved at once can follow one another faster than the server
// answers, as with the arrow keys. The later one is then made on top of the
// earlier: what its form showed is what the earlier has saved. After a refusal
// nothing was saved, and the later one is refused alike.
const saved = new Map(); // by the form's address: the value, and when it was saved

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.request.body.has("was")) ctx.asked = performance.now();
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const earlier = saved.get(ctx.request.action);
  if (ctx.asked < earlier?.at) ctx.request.body.set("was", earlier.value);
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (!ctx.asked || ctx.response.status >= 400) return;
  const [, value] = [...ctx.request.body].find(([name]) => name !== "was");
  saved.set(ctx.request.action, { value, at: performance.now() });
});
