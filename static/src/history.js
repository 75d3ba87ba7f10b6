// The address bar after a swap. A form that came back with errors must not leave
// its POST address behind, and saving a property in place is no new page.
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const answer = ctx.response?.raw;
  if (!answer || ctx.target === document.body) return;
  const { pathname, search } = new URL(answer.url, location.href);
  const posted = ctx.request.method !== "GET" && !answer.redirected;
  const same = pathname + search === location.pathname + location.search && !ctx.request.anchor;
  if (posted || same) {
    ctx.push = "false";
    ctx.replace = undefined;
  }
});
