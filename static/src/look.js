// Theme and density belong to the whole document, of which a swap replaces a
// part: the page that comes says what they are now.
import { main, swapsPage } from "./main.js";

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!swapsPage(ctx) || !main()?.dataset.theme) return;
  const { theme, density } = main().dataset;
  Object.assign(document.documentElement.dataset, { theme, density });
});
