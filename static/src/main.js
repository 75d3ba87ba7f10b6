// Facts about a swap that several modules ask for.

/** Returns the region that pages are swapped into. */
export const main = () => document.getElementById("main");

/** Returns the page's heading, which takes the focus after a navigation. */
export const heading = () => main()?.querySelector("h1");

/** Tells whether a request replaces or morphs the page. */
export const swapsPage = (ctx) => ctx.target?.id === "main" || ctx.target === document.body;

/** Tells whether a swap keeps the elements it finds, typed text included. */
export const morphs = (ctx) => typeof ctx.swap === "string" && /Morph\b/.test(ctx.swap);
