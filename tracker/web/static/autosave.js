"use strict";
/* Keep what is being typed into a form marked data-autosave: some seconds after the last key, and on leaving a field or the page.
   A comfort only: the buttons of the form do all that this does. Files wait for the buttons. */

const AUTOSAVE_AFTER = 5000;

document.querySelectorAll("form[data-autosave]").forEach(function (form) {
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

  /* One at a time: the answer brings the mark that the next one must bear. */
  function save() {
    clearTimeout(waiting);
    if (!isChanged || isOver || running) {
      return;
    }
    isChanged = false;
    running = fetch(form.dataset.autosave, { method: "POST", body: content() }).then(function (answer) {
      if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        throw new Error("no answer of the form");
      }
      isOver = !answer.ok;
      return answer.json();
    }).then(function (answer) {
      told.textContent = answer.said;
      if (answer.began_from) {
        mark.value = answer.began_from;
      }
    }).catch(function () {
      isChanged = true;
      told.textContent = form.dataset.offline;
    }).finally(function () {
      running = null;
    });
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file") {
      return;
    }
    isChanged = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, AUTOSAVE_AFTER);
  });
  form.addEventListener("focusout", save);
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
      event.stopPropagation();
      running.then(function () {
        form.requestSubmit(button);
      });
      return;
    }
    isOver = true;
  });
});
