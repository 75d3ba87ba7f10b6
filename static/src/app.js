// Everything here makes markup quicker that already works without it. The file
// is loaded in the head before anything is painted, so it only listens on the
// document and touches no element until something happens.
import { announceOnLoad } from "./announce.js";
import "./attach.js";
import "./autosubmit.js";
import "./busy.js";
import "./choice.js";
import "./composer.js";
import "./draft.js";
import "./enter.js";
import "./failure.js";
import "./focus.js";
import "./guard.js";
import "./held.js";
import "./history.js";
import "./job.js";
import "./keys.js";
import "./live.js";
import "./look.js";
import "./mention.js";
import "./menu.js";
import "./palette.js";
import "./preview.js";
import "./queue.js";
import "./quick.js";
import "./read.js";
import "./saved-replies.js";
import "./select.js";
import "./show.js";
import "./sync.js";
import "./tags.js";
import "./toast.js";
import "./zone.js";

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", announceOnLoad);
