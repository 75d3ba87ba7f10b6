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

// Only what was done last is offered to be undone.
function watch() {
  for (const form of [...document.querySelectorAll("#toasts form")].slice(0, -1)) form.remove();
  for (const toast of document.querySelectorAll("#toasts .toast:not([data-watched])")) {
    toast.dataset.watched = "";
    const timer = setInterval(() => {
      if (toast.isConnected && !resting(toast)) return;
      clearInterval(timer);
      toast.remove();
    }, lifetimeOf(toast));
  }
}

document.addEventListener("DOMContentLoaded", watch);
document.addEventListener("htmx:after:swap", watch);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-toast-close]")) target.closest(".toast").remove();
});
