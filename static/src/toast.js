// Toasts go by a button or after a while, but never under the pointer or focus.
const lifetime = 8000;

const resting = (toast) => !toast.matches(":hover, :focus-within");

function watch() {
  for (const toast of document.querySelectorAll("#toasts .toast:not([data-watched])")) {
    toast.dataset.watched = "";
    const timer = setInterval(() => {
      if (toast.isConnected && !resting(toast)) return;
      clearInterval(timer);
      toast.remove();
    }, lifetime);
  }
}

document.addEventListener("DOMContentLoaded", watch);
document.addEventListener("htmx:after:swap", watch);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-toast-close]")) target.closest(".toast").remove();
});
