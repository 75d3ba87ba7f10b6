// A link to a message that the thread leaves out, as it shows notes alone, leads to
// the whole thread.
function complete() {
  const address = new URL(location.href);
  if (!/^#m-\d+$/.test(address.hash) || !address.searchParams.has("show") || document.querySelector(address.hash)) return;
  address.searchParams.delete("show");
  location.replace(address);
}

document.addEventListener("DOMContentLoaded", complete);
window.addEventListener("hashchange", complete);
