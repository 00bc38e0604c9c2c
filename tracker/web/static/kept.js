"use strict";
/* The words of a form that the browser sends by itself, such as a reason or an answer, outlive a line that drops: kept in this browser
   (unsent.js) from the first key until the server says that they have arrived, and offered when the same form is opened again.
   A press without a line is held back, for the browser would put a page of its own in the place of this one.
   Forms that save while typing (autosave.js), or that stay until the server has answered (sending.js), see to this themselves. */

(function () {
  const words = document.getElementById("kept-words");
  const PRESSED = "pressed";

  function isSentByBrowser(form) {
    return (form.getAttribute("method") || "").toLowerCase() === "post" && !form.dataset.sends;
  }

  /* Where a form holds nothing to keep, an empty list. */
  function texts(form) {
    const isKept = words.dataset.whose && isSentByBrowser(form) && !form.dataset.autosave;
    return isKept ? Array.from(form.querySelectorAll("textarea")) : [];
  }

  /* True where the words of the form are in this browser now. */
  function keep(form) {
    if (form.dataset.autosave) {
      return Boolean(form.dataset.whose);
    }
    if (texts(form).some(function (text) { return text.value.trim(); })) {
      return unsent.put(form, null);
    }
    unsent.drop(form);
    return false;
  }

  function note(form, sentence) {
    let line = form.querySelector("[data-held-back]");
    if (!line) {
      line = document.createElement("p");
      line.className = "field-error";
      line.setAttribute("role", "alert");
      line.dataset.heldBack = "yes";
      form.append(line);
    }
    line.textContent = sentence;
    line.scrollIntoView({ block: "nearest" });
  }

  /* An earlier page of this session may have sent a form: a page that says it is done settles what was kept of it. */
  function settle() {
    try {
      const path = window.sessionStorage.getItem(PRESSED);
      window.sessionStorage.removeItem(PRESSED);
      if (path && document.querySelector(".flash-success")) {
        unsent.dropAt(words.dataset.whose, path);
      }
    } catch (_refused) {
      /* A browser that keeps nothing has nothing to settle. */
    }
  }

  function remember(form) {
    try {
      window.sessionStorage.setItem(PRESSED, form.dataset.whose ? unsent.pathOf(form) : "");
    } catch (_refused) {
      /* Then the words are offered once more, though they have arrived. */
    }
  }

  function offer(form) {
    const kept = unsent.get(form);
    const isNews = kept && texts(form).some(function (text) {
      const before = kept.fields.find(function (entry) { return entry[0] === text.name; });
      return before && before[1].trim() && before[1] !== text.value;
    });
    if (!isNews) {
      return;
    }
    const box = words.content.firstElementChild.cloneNode(true);
    box.querySelector("[data-restore]").addEventListener("click", function () {
      unsent.fill(form, kept.fields);
      box.remove();
      texts(form)[0].focus();
    });
    box.querySelector("[data-discard]").addEventListener("click", function () {
      unsent.drop(form);
      box.remove();
    });
    form.prepend(box);
    if (form.closest("details")) {
      form.closest("details").open = true;
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!isSentByBrowser(form)) {
      return;
    }
    delete form.dataset.loose;
    const isKept = keep(form);
    if (navigator.onLine) {
      remember(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    note(form, isKept ? words.dataset.kept : words.dataset.noLine);
  }, true);

  window.addEventListener("online", function () {
    document.querySelectorAll("[data-held-back]").forEach(function (line) {
      line.textContent = words.dataset.lineIsBack;
    });
  });

  settle();
  document.querySelectorAll("form").forEach(function (form) {
    if (texts(form).length) {
      form.dataset.whose = words.dataset.whose;
      form.dataset.loose = "yes";
      form.addEventListener("input", function () {
        keep(form);
      });
      offer(form);
    }
  });
})();
