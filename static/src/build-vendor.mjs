// Copies what others wrote, with their licences, next to what is ours.
import { copyFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const copies = [
  ["htmx.org/dist/htmx.min.js", "htmx.min.js"],
  ["htmx.org/LICENSE", "htmx.LICENSE.txt"],
  ["lucide-static/LICENSE", "lucide.LICENSE.txt"],
];
for (const [from, to] of copies) {
  copyFileSync(new URL(`node_modules/${from}`, root), new URL(`static/vendor/${to}`, root));
}
