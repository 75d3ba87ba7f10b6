// A morph changes the attributes of a control, not what somebody chose in it.
// Forms that show the server's state take it over; what is being typed stays.
import { main, morphs, swapsPage } from "./main.js";

function reset(control) {
  if (control.matches("select")) {
    for (const option of control.options) option.selected = option.defaultSelected;
    if (control.selectedIndex < 0 && !control.multiple) control.selectedIndex = 0;
  } else if (control.matches("[type=checkbox], [type=radio]")) {
    control.checked = control.defaultChecked;
  } else if (control.matches("[type=search]") || (control.matches("input") && control !== document.activeElement)) {
    control.value = control.defaultValue;
  }
}

/** Has the forms that show the server's state show it again. */
export function resync() {
  for (const form of main()?.querySelectorAll("form[data-sync]") ?? []) [...form.elements].forEach(reset);
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (swapsPage(ctx) && morphs(ctx)) resync();
});
