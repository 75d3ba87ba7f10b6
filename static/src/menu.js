// A <details class="menu"> closes as menus do: on Escape, on a click elsewhere,
// when the focus leaves it, and after a swap that has taken the focus elsewhere.
// One that pushes the page down instead of lying over it stays: closing, it would
// move what is being gone to.
const openMenus = () => document.querySelectorAll("details.menu[open]");

const floats = (menu) => getComputedStyle(menu.lastElementChild).position !== "static";

function closeAll(except) {
  for (const menu of openMenus()) if (!menu.contains(except) && floats(menu)) menu.open = false;
}

document.addEventListener("click", ({ target }) => closeAll(target));
document.addEventListener("focusin", ({ target }) => closeAll(target));
document.addEventListener("htmx:after:swap", () => closeAll(document.activeElement));
document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
