// How much the reader was told and has not read stands in the frame of every page, and
// is kept right while the page is open.
import { tell } from "./live-page.js";

/** Shows how many notifications are unread, and says so where there are more. */
export function showUnread({ count, label }) {
  let more = false;
  for (const place of document.querySelectorAll("[data-unread]")) {
    more ||= count > Number(place.dataset.unread);
    place.dataset.unread = count;
    place.hidden = !count;
    place.firstElementChild.textContent = label;
  }
  if (more) tell(`${label} unread ${count > 1 ? "notifications" : "notification"}.`);
}
