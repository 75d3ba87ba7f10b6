// The one place for what Tailwind needs to know: where class names stand,
// the tokens, the type scale and the plugins. Colours are named after their
// job and point at CSS custom properties, so light and dark share every class.
import { readFileSync } from "node:fs";
import forms from "@tailwindcss/forms";
import typography from "@tailwindcss/typography";
import plugin from "tailwindcss/plugin";

const tokens = JSON.parse(readFileSync(new URL("./static/src/tokens.json", import.meta.url), "utf8"));

const properties = (theme) => Object.fromEntries(Object.entries(theme).map(([name, value]) => [`--${name}`, value]));
const colors = Object.fromEntries(Object.keys(tokens.light).map((name) => [name, `var(--${name})`]));

const light = { colorScheme: "light", ...properties(tokens.light) };
const dark = { colorScheme: "dark", ...properties(tokens.dark) };

/** @type {import('tailwindcss').Config} */
export default {
  content: ["./views/**/*.templ", "./views/**/*.go", "./static/src/**/*.js"],
  darkMode: ["variant", ["@media (prefers-color-scheme: dark) { &:is(:root:not([data-theme=light]) *) }", "&:is(:root[data-theme=dark] *)"]],
  theme: {
    colors: { ...colors, transparent: "transparent", current: "currentColor" },
    screens: { desk: "900px", wide: "1200px" },
    fontFamily: {
      sans: ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"],
      mono: ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
    },
    fontSize: {
      meta: ["0.75rem", "1rem"],
      dense: ["0.8125rem", "1.25rem"],
      base: ["0.875rem", "1.25rem"],
      message: ["0.9375rem", "1.5rem"],
      title: ["1.125rem", "1.5rem"],
    },
    borderRadius: { none: "0", control: "0.375rem", card: "0.625rem", full: "9999px" },
  },
  plugins: [
    forms({ strategy: "class" }),
    typography,
    plugin(({ addBase }) => {
      addBase({
        ":root": light,
        "@media (prefers-color-scheme: dark)": { ":root:not([data-theme=light])": dark },
        ":root[data-theme=dark]": dark,
      });
    }),
  ],
};
