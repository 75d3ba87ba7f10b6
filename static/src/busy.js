// A request that takes longer than 150 ms shows: a thin bar, the old page at 60 %.
let running = 0;
let timer;

function show(busy) {
  document.documentElement.classList.toggle("is-busy", busy);
  document.getElementById("main")?.toggleAttribute("aria-busy", busy);
}

document.addEventListener("htmx:before:request", () => {
  running += 1;
  clearTimeout(timer);
  timer = setTimeout(() => show(running > 0), 150);
});

document.addEventListener("htmx:finally:request", () => {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  clearTimeout(timer);
  show(false);
});
