"use strict";
/* The buttons of a form marked data-sends, on a line that may drop: the page stays, with its words and its chosen files, until the server
   has answered; how far the upload has come is said; what could not go out goes once the line is back.
   Without this file the browser sends the form itself, to the same address. */

const SEND_AGAIN_AFTER = 15000;
const SILENT_FOR = 60000;

function sending(form) {
  const told = form.querySelector("[data-autosaved]");
  const stop = form.querySelector("[data-stop]");
  let request = null;
  let pending = null;
  let waiting = 0;

  function hasFiles() {
    return filesOf(form).length > 0;
  }

  function content(button) {
    const data = new FormData(form);
    if (button && button.name) {
      data.append(button.name, button.value);
    }
    return data;
  }

  function send(button) {
    clearTimeout(waiting);
    if (request) {
      return;
    }
    if (filesOf(form).reduce(function (sum, file) { return sum + file.size; }, 0) > Number(form.dataset.most)) {
      stays(form.dataset.tooMuch);
      return;
    }
    request = new XMLHttpRequest();
    /* A line that is dead without saying so: no byte for a minute. */
    let silence = 0;
    function heard() {
      clearTimeout(silence);
      silence = setTimeout(request.abort.bind(request), SILENT_FOR);
    }
    request.upload.addEventListener("progress", function (event) {
      heard();
      if (hasFiles() && event.lengthComputable) {
        told.textContent = form.dataset.uploading.replace("{n}", Math.floor(100 * event.loaded / event.total));
      }
    });
    request.addEventListener("loadend", function () {
      const answer = request;
      clearTimeout(silence);
      request = null;
      button.removeAttribute("aria-busy");
      if (answer.status === 0 || answer.status >= 502) {
        unanswered(button);
      } else {
        answered(answer);
      }
    });
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    told.textContent = form.dataset.sends;
    button.setAttribute("aria-busy", "true");
    heard();
    request.send(content(button));
  }

  function keep() {
    return unsent.put(form, form.elements.namedItem("began_from").value);
  }

  function unanswered(button) {
    const isKept = keep();
    pending = button;
    told.textContent = isKept ? (button.value === "send" ? form.dataset.unsentYet : form.dataset.offline) : form.dataset.unkept;
    stop.hidden = false;
    waiting = setTimeout(again, SEND_AGAIN_AFTER);
  }

  function again() {
    if (pending) {
      send(pending);
    }
  }

  function answered(answer) {
    pending = null;
    stop.hidden = true;
    if ((answer.getResponseHeader("Content-Type") || "").startsWith("application/json")) {
      const place = new URL(JSON.parse(answer.responseText).go, location.href);
      delete form.dataset.undecided;
      unsent.drop(form);
      leave(place);
      return;
    }
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    if (page.querySelector("form[data-sends]")) {
      show(form, page);
    } else {
      const said = page.querySelector(".flash-error > span:last-child");
      const isKept = keep();
      stays(said ? said.textContent + (isKept ? form.dataset.keptHere : "") : form.dataset.loggedOut);
    }
  }

  function stays(words) {
    told.textContent = words;
    form.dispatchEvent(new Event("stays"));
  }

  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    send(event.submitter);
  });
  window.addEventListener("online", again);
  window.addEventListener("beforeunload", function (event) {
    if (pending && hasFiles()) {
      event.preventDefault();
    }
  });
  stop.addEventListener("click", function () {
    clearTimeout(waiting);
    pending = null;
    stop.hidden = true;
    stays(form.dataset.stopped);
  });
}

function filesOf(form) {
  return Array.from(form.querySelectorAll("input[type=file]")).flatMap(function (input) {
    return Array.from(input.files);
  });
}

/* On to another page; the same one is read afresh, for its address alone would not do it. */
function leave(place) {
  if (place.pathname === location.pathname && place.search === location.search) {
    history.replaceState(null, "", place.href);
    location.reload();
  } else {
    location.assign(place.href);
  }
}

/* The form came back with what is wrong: it takes the place of the old one. Files that the server has not taken are still chosen. */
function show(form, page) {
  const main = document.importNode(page.querySelector("main"), true);
  const fresh = main.querySelector("form[data-sends]");
  document.querySelector("main").replaceWith(main);
  if (fresh.dataset.refused) {
    fresh.querySelectorAll("input[type=file]").forEach(function (input) {
      input.files = form.elements.namedItem(input.name).files;
    });
  }
  if (fresh.dataset.autosave) {
    autosave(fresh);
  }
  sending(fresh);
  document.dispatchEvent(new CustomEvent("shown", { detail: fresh }));
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

document.querySelectorAll("form[data-sends]").forEach(sending);
