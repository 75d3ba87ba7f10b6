// Toasts go by a button or after a while, but never under the pointer or focus.
const lifetime = 8000;
const lifetimeOfUndo = 20000;

// A reply is offered to be taken back until it is sent, and no longer.
function lifetimeOf(toast) {
  const countdown = toast.querySelector("[data-left]");
  if (countdown) return Number(countdown.dataset.left);
  return toast.querySelector("form") ? lifetimeOfUndo : lifetime;
}

const resting = (toast) => !toast.matches(":hover, :focus-within");

let pressed; // the button of a notice, and where

// Only what was done last is offered to be undone, but for what is being pressed.
function watch() {
  for (const form of [...document.querySelectorAll("#toasts form")].slice(0, -1)) if (!form.contains(pressed?.button)) form.remove();
  for (const toast of document.querySelectorAll("#toasts .toast:not([data-watched])")) {
    toast.dataset.watched = "";
    const timer = setInterval(() => {
      if (toast.isConnected && !resting(toast)) return;
      clearInterval(timer);
      toast.remove();
    }, lifetimeOf(toast));
  }
}

// A notice that comes meanwhile moves those before it, so that the pointer leaves the
// button without having moved, which would make no click. One that has moved, or a
// finger that the browser scrolls by, takes the press back.
function press({ target, button, clientX: x, clientY: y }) {
  const on = target.closest?.("#toasts button");
  pressed = on && !button ? { button: on, x, y } : undefined;
}

function release({ target, clientX, clientY }) {
  const { button, x, y } = pressed ?? {};
  pressed = undefined;
  if (button?.isConnected && !button.contains(target) && Math.hypot(clientX - x, clientY - y) < 8) button.click();
  if (button) setTimeout(watch);
}

document.addEventListener("pointerdown", press);
document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", () => (pressed = undefined));
document.addEventListener("DOMContentLoaded", watch);
document.addEventListener("htmx:after:swap", watch);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-toast-close]")) target.closest(".toast").remove();
});
