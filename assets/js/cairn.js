// cairn.js: what scripts add. Every page works without it. A module looks for its data- attribute and does nothing where
// there is none; none of them writes HTML or talks to anyone but this service. What stays on a device: offline.js.

import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { autosave } from "./autosave.js";
import { coverage } from "./coverage.js";
import { files } from "./files.js";
import { filter_list } from "./filter.js";
import { judge } from "./judge.js";
import { passage } from "./passage.js";
import { passkey } from "./passkey.js";
import { picker } from "./picker.js";
import { leave, print_buttons, submit_once } from "./small.js";
import { suggest } from "./suggest.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const govuk = {
  "govuk-error-summary": ErrorSummary,
  "govuk-notification-banner": NotificationBanner,
  "govuk-skip-link": SkipLink,
};
const ours = {
  "[data-submit-once]": submit_once,
  "[data-print]": print_buttons,
  "[data-leave]": leave,
  "[data-passage]": passage,
  "[data-passkey]": passkey,
  "[data-picker]": picker,
  "[data-suggest]": suggest,
  "[data-files]": files,
  "[data-filter-list]": filter_list,
  "[data-judge]": judge,
  "[data-coverage-filter]": coverage,
  "[data-autosave], form:not([action$=put-aside]) > [name=tab]": (at) => autosave(at.form || at), // last, so that what the others set at the start does not count as a change
};

// one broken part must not stop the rest
function each(selector, start) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      start(element);
    } catch (error) {
      console.error(error);
    }
  }
}

// forms that work without a network, and the way out of a device that kept some
const { offline: more, gone } = document.body.dataset;
if (more && window.isSecureContext && navigator.serviceWorker && (gone || navigator.serviceWorker.controller || document.querySelector('form [name=offline], [action="/sign-out"]'))) {
  document.head.append(Object.assign(document.createElement("script"), { src: more }));
}

for (const name in govuk) each(`[data-module="${name}"]`, (element) => new govuk[name](element));
for (const selector in ours) each(selector, ours[selector]);
