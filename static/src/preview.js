// Shows a message as it would look, without taking the text that is being typed
// out of anybody's hands: of the page that answers only the preview is taken.
import { announce } from "./announce.js";

async function preview(button) {
  const answer = await fetch(button.formAction, {
    method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(new FormData(button.form)),
  }).catch(() => undefined);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page && page.getElementById("preview");
  if (!button.isConnected) return;
  if (!drawn) return button.form.requestSubmit(button);
  document.getElementById("preview").replaceWith(document.adoptNode(drawn));
  announce("The preview is shown.");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-preview]");
  if (!button) return;
  event.preventDefault();
  preview(button);
});
