// A morph changes the attributes of a control, not what somebody chose in it.
// Forms that show the server's state take it over; what is being typed stays.
import { chosenSince } from "./choice.js";
import { main, morphs, swapsPage } from "./main.js";

function reset(control, ctx) {
  const chosen = chosenSince(control, ctx);
  if (chosen !== undefined) {
    control.value = chosen;
  } else if (control.matches("select")) {
    for (const option of control.options) option.selected = option.defaultSelected;
    if (control.selectedIndex < 0 && !control.multiple) control.selectedIndex = 0;
  } else if (control.matches("[type=checkbox], [type=radio]")) {
    control.checked = control.defaultChecked;
  } else if (control.matches("[type=search]") || (control.matches("input") && control !== document.activeElement)) {
    control.value = control.defaultValue;
  }
}

/** Has the forms that show the server's state show it again, after a request if there was one. */
export function resync(ctx) {
  for (const form of main()?.querySelectorAll("form[data-sync]") ?? []) {
    for (const control of form.elements) reset(control, ctx);
  }
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && morphs(ctx)) resync(ctx);
});
