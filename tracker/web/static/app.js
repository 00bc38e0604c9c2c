"use strict";
/* Comforts only: every page works without this file. */

/* A second press on a slow line must not send a form twice. A flag, because a disabled button would not send its own value.
   What takes long says so: on the button, and in a line beside it. */
document.addEventListener("submit", function (event) {
  const form = event.target;
  const button = event.submitter;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.querySelectorAll("[data-slow-note]").forEach(function (note) {
    note.hidden = false;
  });
  if (button) {
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      button.dataset.idle = button.textContent;
      button.textContent = button.dataset.busy;
    }
  }
  if ("downloads" in form.dataset) {
    setTimeout(rest, 3000);
  }
});

/* Forms may be sent again: after the browser's back button, which shows the page as it was left; after a file, which leaves no page. */
function rest() {
  document.querySelectorAll("form[data-sent]").forEach(function (form) {
    delete form.dataset.sent;
  });
  document.querySelectorAll("[data-slow-note]").forEach(function (note) {
    note.hidden = true;
  });
  document.querySelectorAll("[aria-busy]").forEach(function (button) {
    button.removeAttribute("aria-busy");
    if (button.dataset.idle) {
      button.textContent = button.dataset.idle;
      delete button.dataset.idle;
    }
  });
}
window.addEventListener("pageshow", rest);

/* Where something is being done elsewhere, the page is read afresh until it is done; not while the reader writes or looks elsewhere. */
document.querySelectorAll("[data-refresh]").forEach(function (note) {
  setInterval(function () {
    if (!document.hidden && !document.activeElement.matches("input, select, textarea")) {
      location.reload();
    }
  }, 1000 * note.dataset.refresh);
});

/* On a phone the navigation scrolls sideways: where the reader is must be in sight. */
document.querySelectorAll(".nav, .subnav, .tabs").forEach(function (bar) {
  const here = bar.querySelector("[aria-current]");
  if (here) {
    bar.scrollLeft = here.offsetLeft - bar.offsetLeft - 48;
  }
});

/* One key for an answer; not while something is being typed. What is folded away is opened, to be filled in. */
document.addEventListener("keydown", function (event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input, textarea, select")) {
    return;
  }
  const wanted = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
  if (!wanted) {
    return;
  }
  event.preventDefault();
  const folded = wanted.closest("details");
  if (wanted.matches("textarea, input")) {
    if (folded) {
      folded.open = true;
    }
    wanted.focus();
  } else {
    wanted.click();
  }
});

/* All boxes of the page at once, without fetching it again. */
document.querySelectorAll("[data-ticks]").forEach(function (link) {
  link.addEventListener("click", function (event) {
    const on = link.textContent !== link.dataset.untick;
    event.preventDefault();
    document.querySelectorAll('input[type="checkbox"][form="' + link.dataset.ticks + '"]').forEach(function (box) {
      box.checked = on;
    });
    link.textContent = on ? link.dataset.untick : link.dataset.tick;
  });
});

document.querySelectorAll("[data-print]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () {
    window.print();
  });
});

/* Menus close as people expect: by Escape, or by a click elsewhere. */
const account = document.querySelector("details.account");
if (account) {
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && account.open) {
      account.open = false;
      account.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", function (event) {
    if (!account.contains(event.target)) {
      account.open = false;
    }
  });
}
