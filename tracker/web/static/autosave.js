"use strict";
/* Keep what is being typed into a form marked data-autosave: some seconds after the last key, and on leaving a field or the page.
   Where the server does not answer, it stays in this browser (unsent.js) and goes out once the line is back.
   A comfort only: the buttons of the form do all that this does. Files wait for the buttons. */

const AUTOSAVE_AFTER = 5000;
const TRY_AGAIN_AFTER = 15000;
const GIVE_UP_AFTER = 20000;

function autosave(form) {
  const told = form.querySelector("[data-autosaved]");
  const mark = form.elements.namedItem("began_from");
  let waiting = 0;
  let running = null;
  let isChanged = false;
  let isOver = false;

  function content() {
    const data = new FormData(form);
    Array.from(form.elements).filter(function (field) {
      return field.type === "file";
    }).forEach(function (field) {
      data.delete(field.name);
    });
    return data;
  }

  function post() {
    const patience = new AbortController();
    const limit = setTimeout(function () {
      patience.abort();
    }, GIVE_UP_AFTER);
    return fetch(form.dataset.autosave, { method: "POST", body: content(), signal: patience.signal }).finally(function () {
      clearTimeout(limit);
    });
  }

  /* One at a time: the answer brings the mark that the next one must bear. */
  function save() {
    clearTimeout(waiting);
    if (!isChanged || isOver || running) {
      return;
    }
    isChanged = false;
    running = post().then(function (answer) {
      if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        return answer.json().then(function (said) {
          taken(answer.ok, said);
        });
      }
      if (answer.status >= 500 || !form.dataset.loggedOut) {
        throw new Error("no answer of the form");
      }
      isOver = true;
      told.textContent = form.dataset.loggedOut;
    }).catch(failed).finally(function () {
      running = null;
    });
  }

  function taken(isKept, answer) {
    isOver = !isKept;
    told.textContent = answer.said;
    if (answer.began_from) {
      mark.value = answer.began_from;
    }
    if (isKept && !isChanged) {
      unsent.drop(form);
    }
  }

  function failed() {
    isChanged = true;
    told.textContent = unsent.put(form, mark.value) || !form.dataset.unkept ? form.dataset.offline : form.dataset.unkept;
    waiting = setTimeout(save, TRY_AGAIN_AFTER);
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file") {
      return;
    }
    isChanged = true;
    unsent.put(form, mark.value);
    clearTimeout(waiting);
    waiting = setTimeout(save, AUTOSAVE_AFTER);
  });
  form.addEventListener("focusout", save);
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      save();
    }
  });

  /* A press of a button waits for the saving that is under way, for it has to bear the mark of what that has saved. */
  form.addEventListener("submit", function (event) {
    clearTimeout(waiting);
    const button = event.submitter;
    if (running) {
      event.preventDefault();
      event.stopImmediatePropagation();
      running.then(function () {
        form.requestSubmit(button);
      });
      return;
    }
    isOver = true;
  });
  /* The press came to nothing and the page stays (sending.js). */
  form.addEventListener("stays", function () {
    isOver = false;
    isChanged = true;
    waiting = setTimeout(save, AUTOSAVE_AFTER);
  });
}

/* What this browser has and the server has not: the writer chooses. It goes back with the mark of the text that it began from, so that
   what a colleague has saved since is not written over. */
function offer(form) {
  const box = document.querySelector("[data-unsent-offer]");
  const mark = form.elements.namedItem("began_from");
  const kept = unsent.get(form);
  if (!box || !kept) {
    return;
  }
  if (JSON.stringify(kept.fields) === JSON.stringify(unsent.fieldsOf(form))) {
    unsent.drop(form);
    return;
  }
  box.querySelector("time").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
  function decided() {
    box.hidden = true;
    delete form.dataset.undecided;
  }
  box.hidden = false;
  form.dataset.undecided = "yes";
  box.querySelector("[data-restore]").addEventListener("click", function () {
    decided();
    unsent.fill(form, kept.fields);
    mark.value = kept.mark;
    form.dispatchEvent(new Event("input"));
    form.querySelector("textarea").focus();
  });
  box.querySelector("[data-discard]").addEventListener("click", function () {
    decided();
    unsent.drop(form);
  });
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[data-whose][data-kept-as]").forEach(offer);
