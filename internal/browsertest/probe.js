const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const probe = {
  visible(element) {
    return element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  },

  // What assistive technology reads of a part: neither what is hidden from it
  // nor what nobody sees.
  text(part) {
    if (part.nodeType === Node.TEXT_NODE) return part.data;
    if (part.nodeType !== Node.ELEMENT_NODE || part.ariaHidden === "true" || !part.checkVisibility()) return "";
    const inside = [...part.childNodes].map(probe.text).join("");
    return getComputedStyle(part).display.startsWith("inline") && part.localName !== "svg" ? inside : ` ${inside} `;
  },

  // The accessible name, as far as these pages go.
  name(element) {
    const by = element.getAttribute("aria-labelledby");
    if (element.hasAttribute("aria-label")) return squeeze(element.getAttribute("aria-label"));
    if (by) return squeeze(by.split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
    if (element.labels?.length) return squeeze([...element.labels].map(probe.text).join(" "));
    return squeeze(probe.text(element));
  },

  roles: {
    link: "a[href]",
    button: "button, summary",
    field: "input:not([type=hidden]), textarea, select",
    heading: "h1, h2, h3",
  },

  // The thing that people would call so: the exact name first, else its beginning.
  find(role, name, within) {
    const all = [...document.querySelectorAll(probe.roles[role] ?? role)].filter(
      (element) => (!within || element.closest(within)) && probe.visible(element),
    );
    if (name === "") return all[0] ?? null;
    return all.find((element) => probe.name(element) === name) ?? all.find((element) => probe.name(element).startsWith(name)) ?? null;
  },

  rows: () => [...document.querySelectorAll("[data-row]")].filter(probe.visible).map((row) => row.id.replace(/^[a-z]+-/, "")),

  // What decides on whether axe is content: the page without what is new with each
  // rendering, and what is floating, pointed at, focused and in the window.
  likeness() {
    const page = document.documentElement.cloneNode(true);
    for (const part of page.querySelectorAll("script, input[type=hidden]")) part.remove();
    for (const part of page.querySelectorAll("[data-live]")) part.removeAttribute("data-live");
    const states = [":hover", ":focus", ":checked", ":popover-open", ":modal", ":disabled", ":user-invalid"].map((state) =>
      [...document.querySelectorAll(state)].map((part) => [...document.querySelectorAll(part.localName)].indexOf(part) + part.localName));
    return JSON.stringify([page.outerHTML, states, innerWidth, innerHeight, scrollX, scrollY]);
  },

  heading: () => squeeze(document.querySelector("h1")?.innerText),

  says: (text) => squeeze(document.body.innerText).includes(text),

  // Where to point at something, and what lies there.
  point(element) {
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = [...element.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
    if (!box) return { x: -1, y: -1, under: "nothing" };
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return { x, y, under: probe.reaches(top, element) ? "" : probe.sketch(top) };
  },

  reaches(top, element) {
    return Boolean(top) && (element.contains(top) || top.contains(element) && top.matches("a, button, label, summary") ||
      [...(element.labels ?? [])].some((label) => label.contains(top)));
  },

  sketch(element) {
    if (!element) return "nothing";
    const id = element.id ? "#" + element.id : "";
    const kind = element.getAttribute("class") ? "." + element.getAttribute("class").split(" ").join(".") : "";
    return `<${element.localName}${id}${kind}> ${probe.name(element).slice(0, 60)}`;
  },

  // What makes the page wider than the window.
  wider() {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((part) => probe.visible(part) && part.getBoundingClientRect().right > width + 0.5 && !part.closest(".sr-only"))
      .map((part) => `${probe.sketch(part)} reaches to ${Math.round(part.getBoundingClientRect().right)}`)
      .slice(0, 6).concat(`the page is ${document.scrollingElement.scrollWidth} px wide`);
  },

  // Everything about the place that the focus is at. The ring may be drawn by
  // the element or by what surrounds it, such as its label.
  focus() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const target = element.matches("[type=radio], [type=checkbox]") ? (element.closest("label") ?? element) : element;
    const box = target.getBoundingClientRect();
    const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const around = [element];
    while (around.length < 4 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
    let scrolled = 0; // of the page, and of what scrolls within it
    for (let part = element.parentElement; part; part = part.parentElement) scrolled += part.scrollTop;
    return {
      key: probe.path(element),
      what: probe.sketch(element),
      part: probe.path(element.closest("header, nav, aside, form, table, ul, ol, .thread-head, .list-tools, .page-head, main") ?? document.body),
      fixed: around.some((part) => ["fixed", "sticky", "absolute"].includes(getComputedStyle(part).position)),
      ring: around.some(probe.ringed),
      inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
      under: probe.reaches(top, element) || target.contains(top) ? "" : probe.sketch(top),
      width: box.width, height: box.height, top: box.top + scrolled, left: box.left, bottom: box.bottom + scrolled,
    };
  },

  ringed(part) {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$|^transparent$/.test(style.outlineColor);
  },

  path(element) {
    const steps = [];
    for (let at = element; at?.parentElement; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
    return steps.join("/");
  },

  // Which way Tab leads to an element: 0 here, 1 on, -1 back. A radio group has
  // one stop, its chosen radio.
  way(element) {
    const stop = probe.stop(element);
    const active = document.activeElement ?? document.body;
    if (stop === active) return 0;
    if (active === document.body) return 1;
    return active.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
  },

  stop(element) {
    if (element.type !== "radio") return element;
    const group = [...(element.form ?? document).querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)];
    return group.includes(document.activeElement) ? document.activeElement : (group.find((radio) => radio.checked) ?? element);
  },

  options: (select) => [...select.options].map((option) => squeeze(option.label)),
  chosen: (select) => squeeze(select.selectedOptions[0]?.label),

  describe() {
    return `at ${location.pathname}${location.search}\ntitle: ${document.title}\nfocus: ${probe.sketch(document.activeElement)}\n` +
      squeeze((document.getElementById("main") ?? document.body)?.innerText).slice(0, 700);
  },
};
