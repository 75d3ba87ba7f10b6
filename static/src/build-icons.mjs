// Builds the sprite of the icons used, and the few masks that stand for an icon
// in dense rows, where an <svg> with a <use> would cost two more nodes each.
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const icons = JSON.parse(readFileSync(new URL("static/src/icons.json", root), "utf8"));

const shapes = (name) =>
  readFileSync(new URL(`node_modules/lucide-static/icons/${name}.svg`, root), "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .replace(/ \/>/g, "/>")
    .trim();

const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

const symbols = icons.sprite.map((name) => `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${shapes(name)}</symbol>`);
const notice = "<!-- Icons from Lucide, ISC licence: see vendor/lucide.LICENSE.txt -->";
writeFileSync(new URL("static/icons.svg", root), `${notice}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);

const mask = (name) => {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${stroke.replace("currentColor", "black").replaceAll('"', "'")}>${shapes(name).replaceAll('"', "'")}</svg>`;
  return `url("data:image/svg+xml,${svg.replace(/[<>#%]/g, encodeURIComponent)}")`;
};
const rules = Object.entries(icons.mask).map(([name, icon]) => `  --icon-${name}: ${mask(icon)};`);
writeFileSync(new URL("static/src/icons.css", root), `/* Written by build-icons.mjs from icons.json. */\n:root {\n${rules.join("\n")}\n}\n`);
