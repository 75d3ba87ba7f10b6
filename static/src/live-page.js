// What the followers of lists and threads have in common: fetching the page that is
// shown, swapping parts of it, and saying in words what has happened.
import { announce } from "./announce.js";

const pause = 5000; // between two announcements

let words = [];
let speaking;
let spoken = -pause;

function speak() {
  speaking = undefined;
  spoken = performance.now();
  announce([...new Set(words)].join(" "));
  words = [];
}

/** Has a sentence read out, together with others and never in quick succession. */
export function tell(sentence) {
  words.push(sentence);
  speaking ??= setTimeout(speak, Math.max(0, spoken + pause - performance.now()));
}

/** Returns the id of who reads the page. */
export const reader = () => document.querySelector("[data-reader]")?.dataset.reader;

/** Returns the page as the server has it now, or undefined if that is another one. */
export async function fetchPage() {
  const address = location.pathname + location.search;
  const answer = await fetch(address, { headers: { "HX-Request": "true", "Parley-Live": "true" } });
  const text = answer.ok && !answer.redirected ? await answer.text() : undefined;
  return location.pathname + location.search === address ? text : undefined;
}

/** Morphs an element into what the text says; it makes no noise about it. */
export const morph = (target, text) => htmx.swap({ text, target, sourceElement: target, swap: "outerMorph show:none", live: true });
