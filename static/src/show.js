// A link to a message or a change leads to it, however old it is and whatever the thread leaves
// out. Its address says so to the server too; one that has only the fragment, as they
// once were, is completed here.
const placed = /^#[em]-\d+$/;

function complete() {
  const address = new URL(location.href);
  const at = address.hash.slice(1);
  if (!placed.test(address.hash) || !document.getElementById("live-thread") || document.getElementById(at)) return;
  if (address.searchParams.get("at") === at && !address.searchParams.has("show")) return;
  address.searchParams.delete("show");
  address.searchParams.set("at", at);
  location.replace(address);
}

// One that is on the page is gone to without asking for the page again, unless that
// leaves out what is around it.
function go(event) {
  const link = event.target.closest?.("a:is(.bubble-when, .event-when)");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || new URL(link.href).pathname !== location.pathname) return;
  if (!document.querySelector(link.hash) || new URLSearchParams(location.search).has("show")) return;
  event.preventDefault();
  document.querySelector(".linked")?.classList.remove("linked");
  const { pathname, search } = link;
  if (search !== location.search) history.pushState(history.state, "", pathname + search);
  location.replace(link.href);
}

document.addEventListener("click", go);
document.addEventListener("DOMContentLoaded", complete);
window.addEventListener("hashchange", complete);
