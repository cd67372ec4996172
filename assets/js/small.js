// small: three habits too short for a file each.

// <form data-submit-once>: a second press within the same page does nothing. The pressed button keeps its name and value,
// since nothing is disabled before the form is read.
export function submit_once(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    setTimeout(() => {
      if (!event.defaultPrevented) form.setAttribute("aria-busy", "true");
      else sent = false;
    });
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    form.removeAttribute("aria-busy");
  });
}

// <button data-print>: shown only with scripts, by its class c-js-only
export function print_buttons(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    print();
  });
}

// <a data-leave>: out of here at once, and Back does not lead here again. Without scripts it is a link like any other.
export function leave(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  });
}
