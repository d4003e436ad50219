// Starts the GOV.UK components. Everything works without it.
import { removeAll } from "./drafts.js";
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
initAll();

// Whoever signs out leaves no words behind on a shared computer.
document.querySelector("[data-sign-out]")?.addEventListener("submit", removeAll);
