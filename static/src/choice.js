// Choices that are saved at once can follow one another faster than the server
// answers, as with the arrow keys. The later one is then made on top of the
// earlier: what its form showed is what the earlier has saved. After a refusal
// nothing was saved, and the later one is refused alike. Until the last one is
// answered the select shows it, whatever earlier answers say.
const saved = new Map(); // by the form's address: the value, and when it was saved

const last = new WeakMap(); // by select: the newest request that it has made, and its value

/** Returns what was chosen in a select after it made the request, or undefined. */
export function chosenSince(select, ctx) {
  const newest = last.get(select);
  return newest && newest.ctx !== ctx ? newest.value : undefined;
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const select = document.activeElement;
  if (select?.matches("select[data-autosubmit]") && select.form === ctx.sourceElement) {
    ctx.chooser = select;
    last.set(select, { ctx, value: select.value });
  }
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

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.chooser && last.get(ctx.chooser)?.ctx === ctx) last.delete(ctx.chooser);
});
